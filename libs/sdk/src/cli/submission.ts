import { randomUUID } from 'node:crypto';
import type { ChainView, Json, SubmissionOutlook, SubmissionView, Submit } from '@bystack/api';
import { fromHex } from '@bystack/chain-core/primitives/bytes';
import { signTransaction } from '@bystack/chain-core/protocol/sign-transaction';
import type { Wait } from '../client/chains';
import { ApiProblem } from '../client/errors';
import { buildCall } from '../signing/build';
import { loadKey } from '../signing/key';
import { burialWords, followBurial } from './follow-burial';
import { seconds } from './follow-operation';
import { text, type Answer, type Call } from './command';
import { EXIT, LocalError } from './exit';

export interface Submitted {
  readonly module: string;
  readonly command: string;
  readonly payload: Json;
}

/** The longest that one request waits, and as long as it does when nothing is said. */
const REQUEST_WAIT_MS = 30_000;

/** Where depth makes final, one request waits no longer than this: then it is told how deep the record lies. */
const DEPTH_WAIT_MS = 1_000;

/** Signed on this machine with the key of --key; without one, by the control plane for the organisation. Waits longer than one request does where --timeout says so, or where depth makes final. @throws UsageError */
export async function submit(call: Call, { chainId, competition }: Pick<ChainView, 'chainId' | 'competition'>, submitted: Submitted, wait: Wait = 'final'): Promise<SubmissionView> {
  const endMs = Date.now() + seconds(call, 120) * 1000;
  if (wait !== 'none' && process.stderr.isTTY) call.progress(wait === 'final' ? 'Waiting until it is final…' : 'Waiting until it is in a block…');
  if (wait !== 'final') return sendUntil(call, chainId, submitted, wait);
  if ((competition ?? null) === null) return followBurial(call, chainId, await sendUntil(call, chainId, submitted, wait), endMs);
  const waitMs = Math.max(1, Math.min(DEPTH_WAIT_MS, endMs - Date.now()));
  return followBurial(call, chainId, await sender(call, chainId, submitted, { wait, waitMs })(), endMs);
}

/** What it would be refused for now, without recording anything. */
export function outlook(call: Call, chainId: string, submitted: Submitted): Promise<SubmissionOutlook> {
  const { chains } = call.client();
  const file = text(call.values, 'key');
  return file ? chains.signedOutlook(chainId, signed(file, chainId, submitted)) : chains.submissionOutlook(chainId, submitted);
}

/** In as many requests alike as the time takes: with one idempotency key they are one submission, whose bytes are sent again and count once. */
async function sendUntil(call: Call, chainId: string, submitted: Submitted, wait: Wait): Promise<SubmissionView> {
  const timeoutMs = Math.max(1, Math.round(seconds(call, REQUEST_WAIT_MS / 1000) * 1000));
  const requests = wait === 'none' ? 1 : Math.ceil(timeoutMs / REQUEST_WAIT_MS);
  const waitMs = Math.round(timeoutMs / requests);
  const send = sender(call, chainId, submitted, { wait, ...(waitMs < REQUEST_WAIT_MS && { waitMs }) });
  for (let left = requests; ; left -= 1) {
    try {
      return await send();
    } catch (error) {
      if (left <= 1 || !(error instanceof ApiProblem) || error.code !== 'NOT_FINAL_IN_TIME') throw error;
    }
  }
}

/** Signed once, to be sent as often as it takes. */
function sender(call: Call, chainId: string, submitted: Submitted, { wait, waitMs }: Pick<Submit, 'wait' | 'waitMs'>): () => Promise<SubmissionView> {
  const { chains } = call.client();
  const idempotencyKey = randomUUID();
  const file = text(call.values, 'key');
  if (!file) return () => chains.submit(chainId, { ...submitted, wait, ...(waitMs !== undefined && { waitMs }) }, { idempotencyKey });
  const bytes = signed(file, chainId, submitted);
  return () => chains.submitSigned(chainId, bytes, wait, { waitMs, idempotencyKey });
}

function signed(file: string, chainId: string, { module, command, payload }: Submitted): Uint8Array {
  const key = loadKey(file);
  const id = fromHex(chainId, 32);
  if (!id) throw new LocalError('CHAIN_ID_INVALID', `“${chainId}” is not a chain id.`);
  return signTransaction(id, buildCall({ module, command, payload, actor: key.publicKey }), [key]).bytes;
}

/** What became of it: what is on its way to final ends with exit code 4, a refusal by the chain's rules with exit code 1. */
export function submission(view: SubmissionView, wait: Wait = 'final'): Answer {
  const where = view.height === undefined ? '' : ` at height ${view.height}`;
  const signed = `transaction ${view.txId}\nsigned by   ${view.signer}`;
  if (view.burial && wait === 'final') return { json: view, exit: EXIT.timeout, text: `recorded, not final yet: ${burialWords(view.burial, view.height)}\n${signed}` };
  if (view.outcome?.kind !== 'refused') return { json: view, text: `${view.state}${where}\n${signed}` };
  const facts = Object.entries(view.outcome.facts).map(([name, value]) => `  ${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return { json: view, exit: EXIT.refused, text: [`refused by the chain's rules${where}: ${view.outcome.code}`, view.outcome.detail, ...facts, `transaction ${view.txId}`].filter(Boolean).join('\n') };
}
