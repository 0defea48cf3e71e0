import { ExportFailed, verifyExport, type VerifiedExport } from '@bystack/chain-core/export';
import { ModuleRegistry } from '@bystack/chain-core/module/registry';
import { readTrust } from '../../verify/read-trust';
import { text, type Answer, type Call } from '../command';
import { EXIT } from '../exit';
import { readBytes } from '../input';
import { MODULES } from '../registry.generated';
import { exportFiles } from './files';

/** Checks an export, and says in words what it proved or why it proves nothing. */
export async function runVerify(call: Call): Promise<Answer> {
  const trusted = text(call.values, 'trust');
  const chainId = trusted === undefined ? undefined : readTrust(readBytes(trusted, '--trust')).chainId;
  try {
    const options = { registry: new ModuleRegistry(MODULES), chainId, onChunk: (height: number) => call.progress(`checked up to block ${height}`) };
    const verified = await verifyExport(exportFiles(call.arguments.DIR), options);
    return { json: { valid: true, ...facts(verified) }, text: inWords(verified, chainId !== undefined) };
  } catch (error) {
    if (!(error instanceof ExportFailed)) throw error;
    return { json: { valid: false, code: error.code, ...error.at, reason: error.reason }, text: notHolding(error), exit: EXIT.refused };
  }
}

function facts({ genesis, proof, ...verified }: VerifiedExport) {
  return { chainName: genesis.name, ...verified, ...(proof.kind === 'work' ? { totalWork: String(proof.totalWork) } : { certificates: proof.certificates, epoch: proof.epoch }) };
}

function inWords(verified: VerifiedExport, isTrusted: boolean): string {
  const { genesis, chainId, lastHeight, lastBlockId, lastTimeMs, transactions, stateRoot } = verified;
  return [
    `The export holds. Checked offline, by executing “${genesis.name}” (${chainId}) again from its genesis document${isTrusted ? ', which you gave' : ''}:`,
    '',
    `✓ Blocks: 1 to ${lastHeight}, each on the one before it, each with exactly the results and the state its header says; the last one, ${lastBlockId}, was made at ${new Date(lastTimeMs).toISOString()}`,
    `✓ Transactions: ${transactions}, every signature and rule checked again`,
    `✓ ${finality(verified)}`,
    `✓ State: its root after the last block is ${stateRoot}`,
    ...(isTrusted ? [] : ['', 'Whether this is the chain you mean depends on the genesis document in the export: compare the chain id, or give yours with --trust.']),
  ].join('\n');
}

function finality({ proof, finalHeight, lastHeight }: VerifiedExport): string {
  if (proof.kind === 'certificates') return `Certificates: ${proof.certificates}, each by a quorum of the committee of its time; one of them covers every block (committee of epoch ${proof.epoch} at the end)`;
  return `Work: ${proof.totalWork} hashes on average, as much as the pace of the blocks demands of each. In this export blocks up to ${finalHeight} lie under ${proof.finalDepth} others at least, with ${proof.finalDepth} times their own work, which makes them final on this chain; those up to ${lastHeight} were final for the node it came from. That no other branch has more work cannot be seen from it`;
}

function notHolding({ reason, at }: ExportFailed): string {
  const where = [at.height === undefined ? undefined : `block ${at.height}`, at.file].filter((part) => part !== undefined).join(', ');
  return `✗ The export does NOT hold${where ? ` (${where})` : ''}: ${reason}.`;
}
