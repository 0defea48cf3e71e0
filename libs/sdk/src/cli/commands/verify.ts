import type { VerifiedState } from '@bystack/chain-core/light';
import { equalBytes } from '@bystack/chain-core/primitives/bytes';
import { describeFailure } from '../../verify/describe-failure';
import { inWords, whatWasProved } from '../../verify/describe';
import { stateInWords, whatStateProved } from '../../verify/describe-state';
import { mayBeRecord, recordId } from '../../verify/proved-record';
import { readTrust, withCheckpoint, type Trust } from '../../verify/read-trust';
import { isStateProof, ReceiptInvalid, StateProofInvalid, verifyOffline, verifyStateOffline } from '../../verify/verify-offline';
import { text, type Answer, type Command } from '../command';
import { EXIT, LocalError, UsageError } from '../exit';
import { readBytes, readFile } from '../input';

const verify: Command = {
  name: 'verify',
  arguments: ['RECEIPT'],
  options: {
    trust: { type: 'string', value: 'GENESIS', help: "the chain's genesis document, which you trust" },
    checkpoint: { type: 'string', value: 'FILE', help: 'open competition: a block that you trust too (`bystack chains checkpoint`)' },
    record: { type: 'string', value: 'TYPE=KEY', help: 'of a proof about the state: it must be about this record of the rule book, be it there or not' },
  },
  summary: 'check a receipt, or a proof about the state, offline and say what it proves',
  details: 'Needs no network, no login and no trust in whoever sent the receipt. Exit code 1 and the reason when anything in it is wrong.',
  async run({ arguments: { RECEIPT }, values }) {
    const trusted = text(values, 'trust');
    if (trusted === undefined) throw new UsageError('--trust is missing: give the genesis document of the chain, which you trust.');
    const checkpoint = text(values, 'checkpoint');
    const genesis = readTrust(readBytes(trusted, '--trust'));
    const trust = checkpoint === undefined ? genesis : withCheckpoint(genesis, readFile(checkpoint, '--checkpoint'));
    try {
      return answer(readFile(RECEIPT, 'RECEIPT'), trust, text(values, 'record'));
    } catch (error) {
      if (!(error instanceof ReceiptInvalid || error instanceof StateProofInvalid)) throw error;
      return { json: { valid: false, code: error.code, field: error.field, reason: error.message }, text: describeFailure(error), exit: EXIT.refused };
    }
  },
};

function answer(file: string, trust: Trust, record: string | undefined): Answer {
  if (isStateProof(file)) {
    const verified = verifyStateOffline(file, trust);
    if (record !== undefined) expectAbout(verified, record);
    const about = record === undefined ? '' : `\n✓ It is about the record ${record}: the proved key is the SHA-256 of that type and key`;
    return { json: whatStateProved(verified, trust), text: `${stateInWords(verified, trust)}${about}` };
  }
  if (record !== undefined) throw new UsageError('--record is for proofs about the state, and this is a receipt.');
  const proved = whatWasProved(verifyOffline(file, trust), trust);
  return { json: proved, text: inWords(proved) };
}

/** @throws UsageError; LocalError: it is about something else */
function expectAbout({ module, store, key }: Pick<VerifiedState, 'module' | 'store' | 'key'>, record: string): void {
  const at = record.indexOf('=');
  if (at < 1) throw new UsageError(`--record takes TYPE=KEY, such as document=2f6a…, not “${record}”.`);
  if (!mayBeRecord(module, store) || !equalBytes(key, recordId(record.slice(0, at), record.slice(at + 1)))) throw new LocalError('ANOTHER_PLACE', `The proof holds, but it is about another place of the state than the record ${record}.`);
}

export const verifyCommands = [verify];
