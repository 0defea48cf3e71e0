import { describeFailure } from '../../verify/describe-failure';
import { inWords, whatWasProved } from '../../verify/describe';
import { stateInWords, whatStateProved } from '../../verify/describe-state';
import { readTrust, withCheckpoint, type Trust } from '../../verify/read-trust';
import { isStateProof, ReceiptInvalid, StateProofInvalid, verifyOffline, verifyStateOffline } from '../../verify/verify-offline';
import { text, type Answer, type Command } from '../command';
import { EXIT, UsageError } from '../exit';
import { readBytes, readFile } from '../input';

const verify: Command = {
  name: 'verify',
  arguments: ['RECEIPT'],
  options: {
    trust: { type: 'string', value: 'GENESIS', help: "the chain's genesis document, which you trust" },
    checkpoint: { type: 'string', value: 'FILE', help: 'open competition: a block that you trust too (`bystack chains checkpoint`)' },
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
      return answer(readFile(RECEIPT, 'RECEIPT'), trust);
    } catch (error) {
      if (!(error instanceof ReceiptInvalid || error instanceof StateProofInvalid)) throw error;
      return { json: { valid: false, code: error.code, field: error.field, reason: error.message }, text: describeFailure(error), exit: EXIT.refused };
    }
  },
};

function answer(file: string, trust: Trust): Answer {
  if (isStateProof(file)) {
    const verified = verifyStateOffline(file, trust);
    return { json: whatStateProved(verified, trust), text: stateInWords(verified, trust) };
  }
  const proved = whatWasProved(verifyOffline(file, trust), trust);
  return { json: proved, text: inWords(proved) };
}

export const verifyCommands = [verify];
