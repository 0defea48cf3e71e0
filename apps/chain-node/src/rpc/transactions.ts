import type { IncomingMessage } from 'node:http';
import { ALSO_TOLD, lateFact, PROBLEMS, type BatchAnswer, type CheckAnswer, type SubmitAnswer, type TransactionView } from '@bystack/api';
import { splitPrefixed } from '@bystack/chain-core/codec/prefixed-list';
import type { ActiveModules } from '@bystack/chain-core/module/active-modules';
import type { ChainNode } from '@bystack/chain-core/node';
import type { Bytes, Hash } from '@bystack/chain-core/primitives/bytes';
import { fromHex, toHex } from '@bystack/chain-core/primitives/bytes';
import { Refusal } from '@bystack/chain-core/primitives/refusal';
import { decodeResult } from '@bystack/chain-core/protocol/codec';
import type { TransactionBody } from '@bystack/chain-core/protocol/transaction';
import { CHAIN_NODE } from '../limits';
import { burialIn } from '../views/burial-view';
import { movedView } from '../views/moved-view';
import { outcomeView, transactionView } from '../views/transaction-view';
import { fail, json, ProblemError, problemOf } from './answer';
import type { Answer } from './answer';
import { anchorParameter, hashInPath, invalid, waitParameters } from './parameters';
import { mediaType, parseBody, readBody } from './read-body';
import { refusalProblem } from './refusal-problem';
import type { RouteContext } from './route';

type BatchResult = BatchAnswer['results'][number];

/** Made once: under overload it is what most batches are told. */
const BUSY = new ProblemError(problemOf('MEMPOOL_FULL', { facts: { retryAfterSeconds: CHAIN_NODE.busyRetrySeconds } }));

/** Submits one; with `wait`, 200 when it got that far, 202 when it has not (yet). */
export async function postTransaction({ node, request, query }: RouteContext): Promise<Answer> {
  const { waitFor, timeoutMs } = waitParameters(query);
  const { txId } = await node.transactions.submit(await oneIn(request));
  if (waitFor === 'none') return json(submitAnswer(node, txId), 202);
  await node.transactions.wait(txId, waitFor, timeoutMs);
  const answer = submitAnswer(node, txId);
  if (answer.state === 'unknown') return json({ ...answer, state: 'dropped', ...reasonOf(node, txId) } satisfies SubmitAnswer);
  return json(answer, answer.state === 'final' || answer.state === waitFor ? 200 : 202);
}

/** Whether one would be let in now, without letting it in. */
export async function postCheck({ node, request }: RouteContext): Promise<Answer> {
  const bytes = await oneIn(request);
  const { txId } = await node.transactions.check(bytes);
  return json({ txId: toHex(txId), sizeBytes: bytes.length } satisfies CheckAnswer);
}

/**
 * Submits many: each gets its own answer, in their order. Under overload the later ones are told to come back, and a batch that comes when
 * there is no room at all is turned away as a whole, unread; so is one of nothing but what too often made this software fail.
 */
export async function postBatch({ node, request }: RouteContext): Promise<Answer> {
  if (node.transactions.isBusy) throw BUSY;
  if (mediaType(request) !== 'application/octet-stream') fail('UNSUPPORTED_MEDIA_TYPE', { detail: 'Send the batch as application/octet-stream.' });
  const body = await readBody(request, CHAIN_NODE.batchBytesMax);
  const transactions = splitPrefixed(body, CHAIN_NODE.batchTransactionsMax) ?? fail('MALFORMED', { facts: { field: 'batch', reason: `lengths must add up, and ${CHAIN_NODE.batchTransactionsMax} transactions are the most` } });
  node.transactions.refuseHeldOff(transactions);
  const answers = await node.transactions.submitBatch(clientOf(request), transactions);
  return { kind: 'bytes', status: 200, type: 'application/json', body: batchAnswer(answers, node.answers.modules) };
}

export async function getTransaction({ node, path }: RouteContext): Promise<Answer> {
  const txId = hashInPath(path[0]!, 'txId');
  const standing = node.transactions.standing(txId);
  if (standing.state === 'head' || standing.state === 'final') {
    const { block, index, resultLeaves } = standing;
    const transaction = block.transactions[index]!;
    const view = transactionView(transaction, standing.state, node.answers.modulesAt(block.header.height), standing);
    const moves = await movedView(node, transaction.body, decodeResult(resultLeaves[index]!).effects, block.header.height);
    return json({ ...view, ...moves, ...burialIn(node, standing) } satisfies TransactionView);
  }
  const waiting = node.transactions.pending(txId) ?? fail('NOT_FOUND');
  const moves = await movedView(node, waiting.body, [], Infinity);
  return json({ ...transactionView(waiting, 'pending', node.answers.modules), ...moves, ...burialIn(node, standing) } satisfies TransactionView);
}

export async function getReceipt({ node, path, query }: RouteContext): Promise<Answer> {
  const txId = hashInPath(path[0]!, 'txId');
  const { waitFor, timeoutMs } = waitParameters(query);
  if (waitFor !== 'none') await node.transactions.wait(txId, 'final', timeoutMs);
  const receipt = await node.transactions.receipt(txId, anchorParameter(query));
  if (receipt !== undefined) return json(receipt);
  const standing = node.transactions.standing(txId);
  if (standing.state === 'unknown') fail('NOT_FOUND');
  const { burial } = burialIn(node, standing);
  if (burial && standing.state === 'head') fail('NOT_BURIED_HERE', { facts: { height: standing.block.header.height, depth: burial.depth ?? 0, finalDepth: burial.finalDepth } });
  return failLate(path[0]!, standing.state === 'head' ? { body: standing.block.transactions[standing.index]!.body, height: standing.block.header.height } : { body: node.transactions.pending(txId)?.body }, waitFor === 'none' ? 0 : timeoutMs);
}

/** With what it may be looked up by, and until when it can still count: who is not told sends it again. */
function failLate(txId: string, { body, height }: { readonly body: TransactionBody | undefined; readonly height?: number }, waitedMs: number): never {
  if (body === undefined) return fail('NOT_FINAL_IN_TIME', { facts: { waitedMs } }); // It has just left the waiting ones.
  const [name, value] = lateFact({ height }, body);
  return fail('NOT_FINAL_IN_TIME', { facts: { waitedMs, txId, [name]: value }, detail: `${PROBLEMS.NOT_FINAL_IN_TIME.en} ${ALSO_TOLD[name].en}` });
}

/** A BatchAnswer as text: thousands that are turned away for the same reason are told so in words that are put together once. */
function batchAnswer(answers: readonly (Hash | Refusal)[], modules: ActiveModules): string {
  const told = new Map<Hash | Refusal, string>();
  const results: string[] = [];
  for (const answer of answers) {
    const text = told.get(answer) ?? JSON.stringify(batchResult(answer, modules));
    if (answer instanceof Refusal) told.set(answer, text);
    results.push(text);
  }
  return `{"results":[${results.join()}]}`;
}

function batchResult(answer: Hash | Refusal, modules: ActiveModules): BatchResult {
  return answer instanceof Refusal ? { problem: refusalProblem(answer, modules) } : { txId: toHex(answer), state: 'pending' };
}

/** Clients take turns by connection. */
function clientOf({ socket }: IncomingMessage): string {
  return `client ${socket.remoteAddress ?? ''} ${socket.remotePort ?? ''}`;
}

function submitAnswer(node: ChainNode, txId: Hash): SubmitAnswer {
  const standing = node.transactions.standing(txId);
  if (standing.state !== 'head' && standing.state !== 'final') return { txId: toHex(txId), state: standing.state, ...burialIn(node, standing) };
  const { outcome } = decodeResult(standing.resultLeaves[standing.index]!);
  return { txId: toHex(txId), state: standing.state, height: standing.block.header.height, outcome: outcomeView(outcome, node.answers.modulesAt(standing.block.header.height)), ...burialIn(node, standing) };
}

/** Why a transaction was let go, if this node knows. */
function reasonOf(node: ChainNode, txId: Hash): Pick<SubmitAnswer, 'reason'> {
  const why = node.transactions.whyLetGo(txId);
  return why === undefined ? {} : { reason: refusalProblem(why, node.answers.modules) };
}

async function oneIn(request: IncomingMessage): Promise<Bytes> {
  const body = await readBody(request, CHAIN_NODE.bodyBytesMax);
  return mediaType(request) === 'application/octet-stream' ? body : bytesInJson(body);
}

function bytesInJson(body: Buffer): Bytes {
  const value = parseBody(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return invalid('/', 'the body must be an object');
  const unknown = Object.keys(value).find((name) => name !== 'transaction');
  if (unknown !== undefined) invalid(`/${unknown}`, 'there is no such field');
  const { transaction } = value as { transaction?: unknown };
  const bytes = typeof transaction === 'string' ? fromHex(transaction) : undefined;
  return bytes ?? invalid('/transaction', 'transaction must be the encoded transaction in lower-case hexadecimal');
}
