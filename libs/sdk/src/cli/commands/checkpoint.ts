import { writeFileSync } from 'node:fs';
import { readWorkCheckpoint, type WorkClient } from '@bystack/chain-core/light';
import { Refusal } from '@bystack/chain-core/primitives/refusal';
import { followWork } from '../../verify/follow-work';
import { formatHashes } from '../../verify/format-hashes';
import { readTrust, withCheckpoint, type Trust } from '../../verify/read-trust';
import { OUT, text, type Answer, type Call, type Command } from '../command';
import { LocalError, UsageError } from '../exit';
import { findChain } from '../find-chain';
import { readBytes, readFile } from '../input';

const checkpoint: Command = {
  name: 'chains checkpoint',
  arguments: ['CHAIN'],
  options: {
    trust: { type: 'string', value: 'GENESIS', help: "the chain's genesis document, which you trust" },
    checkpoint: { type: 'string', value: 'FILE', help: 'go on from this earlier checkpoint instead of genesis' },
    out: OUT,
  },
  summary: 'open competition: check the work of all blocks, and name the newest final one',
  details: 'A receipt of a long chain begins after a block that a checkpoint names: `bystack receipt CHAIN TXID --from HEIGHT`, then `bystack verify FILE --trust GENESIS --checkpoint CHECKPOINT`.',
  async run(call) {
    const [trusted, earlier, out] = ['trust', 'checkpoint', 'out'].map((name) => text(call.values, name));
    if (trusted === undefined) throw new UsageError('--trust is missing: give the genesis document of the chain, which you trust.');
    const genesisTrust = readTrust(readBytes(trusted, '--trust'));
    const trust = earlier === undefined ? genesisTrust : withCheckpoint(genesisTrust, readFile(earlier, '--checkpoint'));
    const { chainId } = await findChain(call.client(), call.arguments.CHAIN);
    if (chainId !== trust.chainId) throw new UsageError(`${trusted} is the genesis document of another chain.`);
    return checkpointAnswer(await follow(call, chainId, trust), out);
  },
};

async function follow(call: Call, chainId: string, trust: Trust): Promise<WorkClient> {
  const fetch = (from: number) => call.client().chains.headers(chainId, from);
  try {
    return await followWork(trust, fetch, { from: trust.checkpoint, nowMs: () => Date.now(), onProgress: (height) => call.progress(`checked up to block ${height}`) });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new LocalError(error.code, `The headers that the chain's nodes gave do not hold: ${String(error.facts.field ?? '')} ${String(error.facts.reason ?? error.code)}.`);
  }
}

function checkpointAnswer({ checkpoint: made, best }: WorkClient, out: string | undefined): Answer {
  if (made === undefined) throw new LocalError('NOT_YET_FINAL', 'Nothing is final on this chain beyond what you trust already: ask again when there are more blocks.');
  if (out !== undefined) writeFileSync(out, `${JSON.stringify(made, null, 2)}\n`);
  const { anchor, totalWork } = readWorkCheckpoint(made);
  const said = `Block ${anchor.height} is final under ${best.height - anchor.height} others; all blocks up to it took ${formatHashes(String(totalWork))}.`;
  return { json: made, text: out === undefined ? JSON.stringify(made, null, 2) : `${out}: ${said}` };
}

export const checkpointCommands = [checkpoint];
