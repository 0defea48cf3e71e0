import { canonicalText, parseCanonicalJson } from '../../codec/json';
import { BlockInvalid, ExecutionFault, type ExecutedParent, type Executor } from '../../execution';
import { KERNEL } from '../../ledger/kernel-stores';
import type { Work } from '../../module/work';
import type { Bytes } from '../../primitives/bytes';
import { equalBytes, toHex } from '../../primitives/bytes';
import type { Json } from '../../primitives/json';
import { Refusal } from '../../primitives/refusal';
import type { SealedBlock } from '../../protocol/block';
import { decodeTransaction } from '../../protocol/codec';
import { endsEpoch } from '../../protocol/epoch';
import type { Committee } from '../../protocol/vote';
import { readBlock } from '../../sync';
import type { Ready } from './recovery-messages';

/** The two blocks that end an epoch without a vote of it: one in which the fresh keys are proposed and approved, and the last one. */
export type LastBlocks = readonly [SealedBlock, SealedBlock];

/** Payload of the proposal that gives these seats (by node key, hex) their fresh keys. */
export function proposalOf(executor: Executor, parent: ExecutedParent, ready: ReadonlyMap<string, Ready>): Json {
  const seats = executor.seatsAfter(parent)!;
  const changes = [...ready].map(([nodeKey, { votingKey, proofOfPossession }]) => ({ kind: 'replace-keys', seat: seats.numberOf(nodeKey) ?? -1, votingKey: toHex(votingKey), proofOfPossession: toHex(proofOfPossession) }));
  return { changes: changes.sort((a, b) => a.seat - b.seat), note: 'The chain starts again: every node was restored.' };
}

/** What a transaction proposes, if it does nothing else; undefined: something else. */
function proposalIn(transaction: Bytes): Json | undefined {
  return unlessRefused(() => {
    const { body } = decodeTransaction(transaction);
    const [call, ...more] = body.calls;
    const isAll = call?.module === KERNEL && call.command === 'propose-change' && more.length === 0 && body.inputs.length === 0 && body.outputs.length === 0;
    return isAll ? parseCanonicalJson(call.payload) : undefined;
  });
}

/** Whether a transaction proposes what these seats have said, or some of them. */
export function isProposalOf(transaction: Bytes, executor: Executor, parent: ExecutedParent, ready: ReadonlyMap<string, Ready>): boolean {
  const proposed = proposalIn(transaction);
  const text = proposed === undefined ? '' : canonicalText(proposed);
  const seats = executor.seatsAfter(parent)!;
  const named = new Map([...ready].filter(([nodeKey]) => text.includes(`"seat":${seats.numberOf(nodeKey)},`)));
  return named.size > 0 && text === canonicalText(proposalOf(executor, parent, named));
}

export interface LastBlocksOptions {
  readonly proposer: number;
  readonly timeMs: number;
  /** Encoded: the proposal, then approvals. */
  readonly transactions: readonly Bytes[];
}

/** @returns undefined while the approvals are too few. */
export function* buildLastBlocks(executor: Executor, parent: ExecutedParent, { proposer, timeMs, transactions }: LastBlocksOptions): Work<LastBlocks | undefined> {
  const { header } = parent;
  const options = { proposer, epoch: header.epoch, timeMs: Math.max(timeMs, header.timeMs + 1) };
  const first = yield* executor.building(parent, { ...options, view: header.view + 1, candidates: transactions.map((bytes) => decodeTransaction(bytes)) });
  const between = { id: first.block.id, header: first.block.header, state: first.execution.state };
  const last = yield* executor.building(between, { ...options, timeMs: options.timeMs + 1, view: header.view + 2, candidates: [] });
  return endsEpoch(last.block.header) ? [first.block, last.block] : undefined;
}

/** @returns the blocks and the committee they lead to, or why they are not to be signed. */
export function* openLastBlocks(executor: Executor, parent: ExecutedParent, encoded: readonly [Bytes, Bytes]): Work<{ readonly blocks: LastBlocks; readonly committee: Committee } | string> {
  const [first, last] = encoded.map((bytes) => readBlock(bytes));
  if (first === undefined || last === undefined) return 'a block cannot be read';
  if (!equalBytes(first.header.parentId, parent.id) || !equalBytes(last.header.parentId, first.id)) return 'they do not stand on the newest final block here';
  if (!endsEpoch(last.header) || endsEpoch(first.header) || last.header.epoch !== parent.header.epoch) return 'they do not end the epoch';
  try {
    const between = yield* executor.executing(parent, first);
    const after = yield* executor.executing({ id: first.id, header: first.header, state: between.state }, last);
    return { blocks: [first, last], committee: executor.seatsAfter({ id: last.id, header: last.header, state: after.state })!.committee() };
  } catch (error) {
    if (error instanceof BlockInvalid || error instanceof ExecutionFault) return `they are not valid: ${error.message}`;
    throw error;
  }
}

function unlessRefused<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
