import { parentPort, workerData } from 'node:worker_threads';
import { splitPrefixed } from '../codec/prefixed-list';
import { SignatureVerifier } from '../ledger/signature-verifier';
import type { Bytes, Hash } from '../primitives/bytes';
import { Refusal } from '../primitives/refusal';
import { decodeOwnTransaction } from '../protocol/decoded-transaction';
import { NODE } from './limits';
import type { SignatureJob, SignatureVerdicts } from './signature-pool';

// A thread of SignaturePool: decodes transactions and verifies their signatures by the same code as everybody else. It takes memory, so it
// ends when it has had nothing to do for a while.
const verifier = new SignatureVerifier(workerData as Hash);
const idle = setTimeout(() => parentPort!.close(), NODE.workerIdleMsMax);

parentPort!.on('message', ({ number, packed, count }: SignatureJob) => {
  idle.refresh();
  const verdicts = Uint8Array.from(splitPrefixed(packed, count)!, (bytes) => (isSigned(bytes) ? 1 : 0));
  parentPort!.postMessage({ number, verdicts } satisfies SignatureVerdicts);
});

function isSigned(bytes: Bytes): boolean {
  try {
    return verifier.verify(decodeOwnTransaction(bytes));
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
