import type { Json, SubmissionOutlook, SubmissionView, Submit } from '@bystack/api';
import { fromHex } from '@bystack/chain-core/primitives/bytes';
import { signTransaction } from '@bystack/chain-core/protocol/sign-transaction';
import type { Wait } from '../client/chains';
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

/** Signed on this machine with the key of --key; without one, by the control plane for the organisation. Where depth makes final, waits longer than one request does. @throws UsageError */
export async function submit(call: Call, chainId: string, submitted: Submitted, wait: Wait = 'final'): Promise<SubmissionView> {
  const endMs = Date.now() + seconds(call, 120) * 1000;
  if (wait !== 'none' && process.stderr.isTTY) call.progress(wait === 'final' ? 'Waiting until it is final…' : 'Waiting until it is in a block…');
  const leftMs = Math.max(1, Math.round(endMs - Date.now()));
  const view = await send(call, chainId, submitted, { wait, ...(leftMs < REQUEST_WAIT_MS && { waitMs: leftMs }) });
  return wait === 'final' ? followBurial(call, chainId, view, endMs) : view;
}

/** What it would be refused for now, without recording anything. */
export function outlook(call: Call, chainId: string, submitted: Submitted): Promise<SubmissionOutlook> {
  const { chains } = call.client();
  const file = text(call.values, 'key');
  return file ? chains.signedOutlook(chainId, signed(file, chainId, submitted)) : chains.submissionOutlook(chainId, submitted);
}

async function send(call: Call, chainId: string, submitted: Submitted, waiting: Pick<Submit, 'wait' | 'waitMs'>): Promise<SubmissionView> {
  const file = text(call.values, 'key');
  if (!file) return call.client().chains.submit(chainId, { ...submitted, ...waiting });
  return call.client().chains.submitSigned(chainId, signed(file, chainId, submitted), waiting.wait, { waitMs: waiting.waitMs });
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
