import { toBinary } from '../../../crypto/hash';
import { OUTPUTS } from '../../../ledger/kernel-stores';
import { ExecutedBlock } from '../../../node/executed-block';
import { abandonedTransactions } from '../../../node/take-back';
import type { Bytes } from '../../../primitives/bytes';
import { equalBytes, toHex } from '../../../primitives/bytes';
import type { PowParameters } from '../../../protocol/genesis';
import type { SealedBlock } from '../../../protocol/block';
import { Refusal } from '../../../primitives/refusal';
import type { SealedTransaction } from '../../../protocol/transaction';
import { decodeOutput } from '../../../protocol/codec';
import { supplyAt } from '../../../protocol/coinbase';
import { coinbaseId, nativeAssetId } from '../../../protocol/ids';
import { workOfBits } from '../../../protocol/pow/target';
import type { Violation } from '../sim-engine';
import type { SimMiner, Surroundings } from './surroundings';
import { PROMISED } from './promise';
import { RoomWitness } from './room-witness';

/** In this time whoever is first asked for a body, and a second one, have had theirs, and an honest one has answered. */
const SPREAD_MS = 10_000;

/** What must hold at every moment, computed apart from the engine. Only honest nodes are judged. */
export class PowInvariants {
  readonly violations: Violation[] = [];
  /** By height: the one block that is final there. */
  readonly finalChain: SealedBlock[] = [];
  /** Total work of every block that an honest node found valid. */
  private readonly totalWork = new Map<string, bigint>();
  private readonly headWork = new Map<number, bigint>();
  /** What is final for nodes that were cut off from the others for too long, by their number. */
  private readonly apart = new Map<number, SealedBlock[]>();
  private readonly room: RoomWitness;
  private readonly amounts = new WeakMap<Bytes, bigint>();
  private mostWork = 0n;
  private mustSpread = false;

  constructor(private readonly world: Surroundings, genesis: ExecutedBlock) {
    this.finalChain.push(genesis.block);
    this.room = new RoomWitness(world.genesis.consensus as PowParameters);
    this.totalWork.set(toBinary(genesis.block.id), 0n);
  }

  violate(invariant: string, what: string): void {
    this.violations.push({ invariant, what });
  }

  sawValid(node: SimMiner, block: SealedBlock): void {
    const { id, header } = block;
    const parent = this.totalWork.get(toBinary(header.parentId));
    if (parent === undefined) return this.violate('ancestry', `node ${node.index} found block ${header.height} valid whose parent nobody did`);
    const work = parent + workOfBits(header.work!.bits);
    this.totalWork.set(toBinary(id), work);
    const excess = this.room.excess(block, work);
    if (!this.world.isHonest(node.index)) return;
    if (work > this.mostWork) this.becameMost(work, header.height);
    if (excess > 0) this.violate('room', `node ${node.index} took block ${header.height}, which has ${excess} bytes more than there is room for`);
    const aheadMs = header.timeMs - node.nowMs;
    if (aheadMs > PROMISED.futureMsMax) this.violate('time', `node ${node.index} took block ${header.height} that is ${aheadMs} ms ahead of its clock`);
  }

  /** All are well and hear each other from now on: what one of them found valid, and has most work, all follow soon. */
  expectSpread(): void {
    this.mustSpread = true;
  }

  private becameMost(work: bigint, height: number): void {
    this.mostWork = work;
    if (this.mustSpread) this.world.schedule.after(SPREAD_MS * 1000, () => this.checkSpread(work, height));
  }

  private checkSpread(work: bigint, height: number): void {
    for (const { index, tree } of this.world.honest) if (this.workOf(tree.head.block) < work) this.violate('spread', `node ${index} has not followed block ${height}, that somebody honest has had for ${SPREAD_MS} ms`);
  }

  /** The head only ever gets more work, except that a restart begins with what the disk holds. */
  headIs(node: SimMiner, block: SealedBlock): void {
    if (!this.world.isHonest(node.index)) return;
    const work = this.workOf(block);
    if (work <= (this.headWork.get(node.index) ?? -1n)) this.violate('most work', `node ${node.index} went over to a head with less work, at height ${block.header.height}`);
    this.headWork.set(node.index, work);
  }

  /** What was in the head's branch and is no longer waits again, unless something that contradicts it does. */
  abandoned(node: SimMiner, before: ExecutedBlock): void {
    if (!this.world.isHonest(node.index)) return;
    for (const transaction of abandonedTransactions(node.tree, before)) {
      if (isMissing(node, transaction)) this.violate('abandoned', `node ${node.index} lost a transaction that was in block ${before.height} or below`);
    }
  }

  restarts(node: SimMiner): void {
    this.headWork.delete(node.index);
  }

  finalIs(node: SimMiner, blocks: readonly SealedBlock[]): void {
    if (!this.world.isHonest(node.index)) return;
    for (const block of blocks) this.becameFinal(node, block);
    this.checkBurial(node, blocks);
    this.checkSupply(node);
  }

  split(node: SimMiner, height: number): void {
    if (this.world.isHonest(node.index) && !this.apart.has(node.index)) this.violate('split', `node ${node.index} sees more work on a branch that leaves its final chain after ${height}`);
  }

  /** From now on other blocks become final for these than for the rest. */
  goApart(nodes: readonly number[]): void {
    const own = [...this.finalChain];
    for (const index of nodes) this.apart.set(index, own);
  }

  /** Whoever was cut off with more work is not apart, but the others are. */
  theRestIsApart(rest: readonly number[]): void {
    const [winners] = this.apart.values();
    this.apart.clear();
    const own = this.finalChain.splice(0, Infinity, ...winners!);
    for (const index of rest) this.apart.set(index, own);
  }

  isApart({ index }: SimMiner): boolean {
    return this.apart.has(index);
  }

  /** The last block that is final for this node and for those who are not apart. */
  forkOf({ index }: SimMiner): number {
    const own = this.apart.get(index) ?? this.finalChain;
    return own.findLastIndex(({ id }, height) => this.finalChain[height] !== undefined && equalBytes(id, this.finalChain[height].id));
  }

  /** It has forgotten what only it had. */
  comesBack({ index }: SimMiner): void {
    this.apart.delete(index);
  }

  /** A node has a whole state in the place of what it had: that of a block which is final for the others, and with the same root. */
  tookState(node: SimMiner, block: SealedBlock): void {
    if (!this.world.isHonest(node.index)) return;
    const { height, stateRoot } = block.header;
    const known = this.finalChain[height];
    if (known === undefined || !equalBytes(known.id, block.id)) return this.violate('state of the chain', `node ${node.index} took the state of a block ${height} that is not final for the others`);
    if (!equalBytes(node.disk.base.root, stateRoot)) return this.violate('roots', `the state that node ${node.index} took has not the root of block ${height}`);
    this.checkSupply(node);
  }

  /** After a quiet time without mining: no valid block known to any honest node has more work than the head of each. (Two may tie.) */
  checkConverged(): void {
    for (const { index, tree } of this.world.honest) {
      const { block, height } = tree.head;
      if (this.workOf(block) < this.mostWork) this.violate('convergence', `node ${index} still stands on a head with less work, at height ${height}`);
    }
  }

  /** The final chain, executed again from genesis, gives the roots that its headers say. */
  checkReplay(): void {
    let parent = this.world.genesisBlock();
    for (const block of this.finalChain.slice(1)) {
      try {
        parent = ExecutedBlock.of(block, this.world.executor.execute(parent.asParent, block));
      } catch (error) {
        return this.violate('replay', `block ${block.header.height}: ${(error as Error).message}`);
      }
    }
  }

  workOf({ id }: SealedBlock): bigint {
    return this.totalWork.get(toBinary(id)) ?? 0n;
  }

  /** What the best head known to honest nodes has. */
  get bestWork(): bigint {
    return this.mostWork;
  }

  private becameFinal(node: SimMiner, block: SealedBlock): void {
    const { height } = block.header;
    const chain = this.apart.get(node.index) ?? this.finalChain;
    const known = chain[height];
    if (known === undefined) this.extendFinal(chain, block);
    else if (!equalBytes(known.id, block.id)) this.violate('agreement', `two blocks are final at height ${height}, one of them at node ${node.index}`);
  }

  /** Enough blocks stand on each, and as much work as so many like it would have. (No life is so long that many cheap ones do instead.) */
  private checkBurial({ index, tree: { head } }: SimMiner, blocks: readonly SealedBlock[]): void {
    const { finalDepth } = this.world.genesis.consensus as PowParameters;
    for (const block of blocks) {
      const [depth, above] = [head.height - block.header.height, this.workOf(head.block) - this.workOf(block)];
      const needed = BigInt(finalDepth) * workOfBits(block.header.work!.bits);
      if (depth < finalDepth || above < needed) this.violate('burial', `block ${block.header.height} is final at node ${index} under ${depth} blocks with work ${above} of ${needed}`);
    }
  }

  private extendFinal(chain: SealedBlock[], block: SealedBlock): void {
    const before = chain.at(-1)!;
    if (!equalBytes(block.header.parentId, before.id)) return this.violate('agreement', `final block ${block.header.height} does not stand on the one before`);
    chain.push(block);
    this.checkPace(before, block);
    this.checkMaturity(chain, block);
  }

  private checkPace(before: SealedBlock, { header }: SealedBlock): void {
    const [work, previous] = [workOfBits(header.work!.bits), workOfBits(before.header.work!.bits)];
    if (header.timeMs <= before.header.timeMs) this.violate('time', `final block ${header.height} is not after the one before`);
    if (work < BigInt(PROMISED.leastWork)) this.violate('pace', `final block ${header.height} took less than the least work`);
    const n = BigInt(PROMISED.retargetBlocks);
    if (work * 201n < previous * 100n || work * (n - 1n) * 100n > previous * n * 101n) this.violate('pace', `work went from ${previous} to ${work} at height ${header.height}`);
  }

  /** Nobody spends a reward before it is mature. */
  private checkMaturity(chain: readonly SealedBlock[], { header, transactions }: SealedBlock): void {
    if (transactions.length === 0) return;
    const young = new Set(chain.slice(1).slice(-PROMISED.coinbase.maturityBlocks).map((block) => toHex(coinbaseId(header.chainId, block.header.height, block.header.parentId))));
    for (const { body } of transactions) {
      for (const input of body.inputs) if (input.kind === 'spend' && young.has(toHex(input.outPoint.txId))) this.violate('maturity', `block ${header.height} spends a reward that is not mature`);
    }
  }

  /** What an output holds of the chain's own asset. A state gives the same bytes again while they are the same: they are read once. */
  private nativeAmount(encoded: Bytes): bigint {
    const known = this.amounts.get(encoded);
    if (known !== undefined) return known;
    const { assetId, value } = decodeOutput(encoded);
    const amount = equalBytes(assetId, nativeAssetId(this.world.executor.chainId)) && value.kind === 'amount' ? value.amount : 0n;
    this.amounts.set(encoded, amount);
    return amount;
  }

  private checkSupply(node: SimMiner): void {
    let supply = 0n;
    for (const [, value] of node.disk.base.range({ from: OUTPUTS, to: `${OUTPUTS}\uffff`, limit: 100_000 })) supply += this.nativeAmount(value);
    const promised = supplyAt(PROMISED.coinbase, node.finalHeight);
    if (supply !== promised) this.violate('supply', `there are ${supply} after block ${node.finalHeight} of node ${node.index}, not ${promised}`);
  }
}

/** Whether the mempool would take it: then it is not there, and nothing stands against it. */
function isMissing(node: SimMiner, transaction: SealedTransaction): boolean {
  try {
    return node.mempool.add(transaction, node.nowMs) === 'added';
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
