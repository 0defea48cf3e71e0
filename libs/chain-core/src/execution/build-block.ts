import type { Work } from '../module/work';
import type { Hash } from '../primitives/bytes';
import { Refusal } from '../primitives/refusal';
import type { SealedBlock, WorkSeal } from '../protocol/block';
import { HEADER_BYTES, sealBlock, WORK_SEAL_BYTES } from '../protocol/codec';
import { epochAfter } from '../protocol/epoch';
import type { GenesisDocument } from '../protocol/genesis';
import { ZERO_HASH } from '../protocol/ids';
import type { SealedTransaction } from '../protocol/transaction';
import type { ParentBlock } from './check-header';
import { ExecutionFault } from './errors';
import type { BlockRun, Execution } from './run-block';

export interface BuildOptions {
  /** Above the parent's. */
  readonly timeMs: number;
  readonly view: number;
  /** The proposer's seat. */
  readonly proposer: number;
  /** The proposer's epoch; if it ends with the parent, a closing block is built. Default: whichever follows the parent. */
  readonly epoch?: number;
  /** On chains of proof of work: for whom the block is, and what it takes. Its nonce is left 0. */
  readonly work?: Pick<WorkSeal, 'minerKey' | 'bits'>;
  /** The block may be no longer than this, whatever genesis allows. */
  readonly bytesMax?: number;
  /** In the order they should be tried. */
  readonly candidates: Iterable<SealedTransaction>;
  /** Asked before each candidate; when it is up the block ends here. For a driver that watches its clock. */
  readonly time?: { readonly isUp: boolean };
}

/** A candidate that is not in the block. */
export interface LeftOut {
  readonly txId: Hash;
  /** invalid: it could not be recorded now, `code` says why. fault: it made this software fail; quarantine it and raise an alarm. */
  readonly kind: 'invalid' | 'fault';
  readonly code: string;
  readonly error: Error;
}
export interface BuiltBlock {
  readonly block: SealedBlock;
  readonly execution: Execution;
  readonly leftOut: readonly LeftOut[];
}

export function* assembleBlock(run: BlockRun, parent: ParentBlock, options: BuildOptions, genesis: GenesisDocument): Work<BuiltBlock> {
  const { included, leftOut } = yield* fill(run, options, genesis);
  const execution = yield* run.end(included);
  const committeeHash = parent.header.nextCommitteeHash;
  const header = {
    protocolVersion: genesis.protocolVersion,
    chainId: parent.header.chainId,
    height: parent.header.height + 1,
    epoch: epochAfter(parent.header),
    view: options.view,
    parentId: parent.id,
    timeMs: options.timeMs,
    proposer: options.proposer,
    transactionCount: included.length,
    transactionsRoot: execution.transactionsRoot,
    resultsRoot: execution.resultsRoot,
    stateRoot: execution.stateRoot,
    committeeHash,
    nextCommitteeHash: execution.nextCommitteeHash ?? committeeHash,
    ...(options.work && { work: { ...options.work, nonce: 0 } }),
  };
  return { block: sealBlock(header, included), execution, leftOut };
}

/** What the old committee makes final in place of the last block of its epoch, when that one's view was given up: it changes nothing. */
export function assembleClosing({ id, header }: ParentBlock, { timeMs, view, proposer }: BuildOptions): SealedBlock {
  const nothing = { transactionCount: 0, transactionsRoot: ZERO_HASH, resultsRoot: ZERO_HASH };
  return sealBlock({ ...header, ...nothing, height: header.height + 1, parentId: id, timeMs, view, proposer }, []);
}

function* fill(run: BlockRun, { candidates, time, work, bytesMax = Infinity }: BuildOptions, { limits }: GenesisDocument): Work<{ included: SealedTransaction[]; leftOut: LeftOut[] }> {
  const included: SealedTransaction[] = [];
  const leftOut: LeftOut[] = [];
  let bytes = HEADER_BYTES + (work === undefined ? 0 : WORK_SEAL_BYTES);
  for (const transaction of candidates) {
    if (included.length >= limits.blockTransactionsMax || time?.isUp === true) break;
    if (bytes + 4 + transaction.bytes.length > Math.min(limits.blockBytesMax, bytesMax)) continue;
    try {
      const left = run.add(transaction);
      if (left !== undefined) yield* left;
    } catch (error) {
      leftOut.push(leftOutFor(transaction, error));
      continue;
    }
    included.push(transaction);
    bytes += 4 + transaction.bytes.length;
  }
  return { included, leftOut };
}

/** @throws what a block must not be made after */
function leftOutFor({ txId }: SealedTransaction, error: unknown): LeftOut {
  if (error instanceof Refusal) return { txId, kind: 'invalid', code: error.code, error };
  if (error instanceof ExecutionFault) return { txId, kind: 'fault', code: 'EXECUTION_FAULT', error };
  throw error;
}
