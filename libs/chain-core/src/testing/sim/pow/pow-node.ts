import { performAtOnce } from '../../../execution';
import type { EngineEffect, EngineEvent } from '../../../consensus/engine';
import { PowEngine } from '../../../consensus/pow/pow-engine';
import type { PowRules } from '../../../consensus/pow/rules';
import { Mempool } from '../../../mempool';
import { BlockMaker } from '../../../node/block-maker';
import { BlockTree } from '../../../node/block-tree';
import { refOf } from '../../../node/block-maker';
import { ExecutedBlock } from '../../../node/executed-block';
import { abandonedTransactions } from '../../../node/take-back';
import type { Bytes, Hash } from '../../../primitives/bytes';
import { Refusal } from '../../../primitives/refusal';
import type { PowParameters } from '../../../protocol/genesis';
import type { SealedTransaction } from '../../../protocol/transaction';
import { StateBase } from '../../../state/state-base';
import { StateVersion } from '../../../state/state-version';
import { drawSearchUs } from './draw-work';
import { PowDisk } from './pow-disk';
import type { SimMiner, Surroundings } from './surroundings';
import { minerKeyOf } from './promise';

/** How a node differs from an honest one; of honest ones only clock and hash rate. */
export interface PowHabits {
  readonly rules?: PowRules;
  readonly clockAheadMs?: number;
  /** Block times it writes, by the height of its head, after genesis. */
  readonly timeMsAt?: (headHeight: number) => number;
  /** Takes this work for each block, whatever the bits say. */
  readonly searchWork?: number;
  /** A planted bug: transactions leave the mempool when the head has them, and do not come back. */
  readonly forgetsAtHead?: boolean;
  /** What becomes of a message on its way out: other messages, or none. */
  readonly outgoing?: (to: number | 'all', bytes: Bytes) => readonly { readonly to: number | 'all'; readonly bytes: Bytes }[];
}

type WithoutTime<E> = E extends unknown ? Omit<E, 'nowMs'> : never;

/** A node with the real engine, block maker, block tree, executor and mempool; its disk, clock, wire and miners are simulated. */
export class PowNode {
  readonly disk: PowDisk;
  readonly mempool = new Mempool();
  tree!: BlockTree;
  private maker!: BlockMaker;
  private engine: PowEngine | undefined;
  private readonly timers = new Map<string, number>();
  private life = 0;
  private job = 0;
  private timerCount = 0;
  hashesPerMs = 0;

  constructor(readonly index: number, private readonly world: Surroundings, readonly habits: PowHabits = {}) {
    const base = new StateBase();
    this.disk = new PowDisk(world.genesisBlock(base), base);
    world.miners.push(this);
  }

  get isRunning(): boolean {
    return this.engine !== undefined;
  }

  get nowMs(): number {
    const { timeMsAt, clockAheadMs } = this.habits;
    return timeMsAt === undefined ? this.world.nowMs + (clockAheadMs ?? 0) : this.world.genesis.createdAtMs + timeMsAt(this.tree?.head.height ?? 0);
  }

  get finalHeight(): number {
    return this.disk.chain.length - 1;
  }

  /**
   * What honest nodes have together lies with those of them that run. The chain's promise is about the share of hash rate that doubles have; with all but one honest node
   * away, a fifth would become a half.
   */
  private get searchesPerMs(): number {
    const { honest } = this.world;
    if (!this.world.isHonest(this.index)) return this.hashesPerMs;
    const running = rateOf(honest.filter(({ isRunning }) => isRunning));
    return running === 0 ? 0 : Math.floor((this.hashesPerMs * rateOf(honest)) / running);
  }

  start(): void {
    const block = this.disk.chain.at(-1)!;
    this.life += 1;
    this.tree = new BlockTree(new ExecutedBlock(block, StateVersion.ofBase(this.disk.base), []));
    const { executor, genesis } = this.world;
    this.maker = new BlockMaker({ turn: { epoch: 0, proposer: 0, viewTimerMs: 1_000 }, blockTransactionsMax: 100, minerKey: minerKeyOf(this.index).publicKey }, {
      executor, tree: this.tree, mempool: this.mempool, clock: { nowMs: () => this.nowMs, later: () => () => undefined }, log: () => undefined,
      onLeftOut: () => undefined,
    });
    this.engine = new PowEngine(
      { chainId: executor.chainId, parameters: genesis.consensus as PowParameters, blockBytesMax: genesis.limits.blockBytesMax },
      { readBlock: (bytes) => this.maker.read(bytes), finals: this.disk, ...(this.habits.rules && { rules: this.habits.rules }) },
      { log: this.disk.records, final: refOf(block) },
    );
    this.step({ kind: 'started' });
    this.step({ kind: 'mining', on: true });
  }

  crash(): void {
    this.engine = undefined;
    this.timers.clear();
    this.job = 0;
    this.disk.crash(this.world.random);
  }

  connected(peer: number): void {
    this.step({ kind: 'connected', seat: peer });
  }

  disconnected(peer: number): void {
    this.step({ kind: 'disconnected', seat: peer });
  }

  receive(from: number, bytes: Bytes): void {
    this.step({ kind: 'message', from, bytes });
  }

  mine(on: boolean): void {
    this.step({ kind: 'mining', on });
  }

  status() {
    return this.engine?.status();
  }

  /** A client's or a peer's transaction. */
  offer(transaction: SealedTransaction): void {
    if (this.engine === undefined) return;
    try {
      if (this.mempool.add(transaction, this.nowMs) === 'added') this.step({ kind: 'work', waiting: true });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }

  private step(event: WithoutTime<EngineEvent>): void {
    if (this.engine === undefined) return;
    const { life } = this;
    const effects = this.engine.step({ ...event, nowMs: this.nowMs } as EngineEvent);
    for (const effect of effects) if (effect.kind === 'persist') this.disk.append(effect.view, effect.record);
    if (effects.some(({ kind }) => kind === 'persist') && this.world.losesPower(this)) return;
    this.disk.sync();
    for (const effect of effects) if (this.life === life && this.engine !== undefined) this.perform(effect);
  }

  private perform(effect: EngineEffect): void {
    switch (effect.kind) {
      case 'send':
        return this.send(effect.to, effect.bytes);
      case 'set-timer':
        return this.setTimer(effect.name, effect.afterMs);
      case 'cancel-timer':
        return void this.timers.delete(effect.name);
      case 'build':
        return this.later(() => ({ kind: 'built', view: effect.view, block: performAtOnce(this.maker.build(effect.view, effect.parentId, true, effect.bits)) }));
      case 'check':
        return this.later(() => this.check(effect.block.id, performAtOnce(this.maker.check(effect.block, true)) === true));
      case 'mine':
        return this.search(effect.job, effect.target);
      case 'stop-mining':
        return void (this.job = 0);
      case 'head':
        return this.headIs(effect.blockId);
      case 'final':
        return this.finalIs(effect.blockId);
      case 'prune':
        return this.disk.prune(effect.upToView);
      case 'drop':
        return this.world.dropped(this, effect.seat, effect.reason);
      case 'split':
        return this.world.invariants.split(this, effect.height);
      default:
        return;
    }
  }

  private check(blockId: Hash, valid: boolean): WithoutTime<EngineEvent> {
    const executed = this.tree.get(blockId);
    if (valid && executed !== undefined) this.world.invariants.sawValid(this, executed.block);
    return { kind: 'checked', blockId, valid };
  }

  private headIs(id: Hash): void {
    const before = this.tree.head;
    this.tree.setHead(id);
    this.world.invariants.headIs(this, this.tree.head.block);
    if (this.habits.forgetsAtHead) this.mempool.remove(this.tree.head.block.transactions.map(({ key }) => key));
    if (!this.habits.forgetsAtHead) for (const transaction of abandonedTransactions(this.tree, before)) this.offer(transaction);
    this.world.invariants.abandoned(this, before);
  }

  private finalIs(id: Hash): void {
    const { blocks } = this.tree.finalise(id);
    this.disk.commit(blocks);
    this.mempool.removeExpired(this.tree.final.block.header.timeMs);
    for (const { block, results } of blocks) for (const [i, transaction] of block.transactions.entries()) this.mempool.removeFinal(transaction, results[i]?.outcome.kind === 'accepted');
    this.world.invariants.finalIs(this, blocks.map(({ block }) => block));
  }

  private send(to: number | 'all', bytes: Bytes): void {
    for (const message of this.habits.outgoing?.(to, bytes) ?? [{ to, bytes }]) {
      for (let peer = 0; peer < this.world.size; peer += 1) if (peer !== this.index && (message.to === 'all' || message.to === peer)) this.world.send(this.index, peer, message.bytes);
    }
  }

  /** A nonce turns up after an exponential time: any search that is replaced may as well begin anew, for it has no memory. */
  private search(job: number, target: bigint): void {
    this.job = job;
    const rate = this.searchesPerMs;
    if (rate === 0) return;
    const { life } = this;
    const work = this.habits.searchWork ?? Number(2n ** 256n / (target + 1n));
    this.world.schedule.after(drawSearchUs(this.world.random, Math.floor((work * 1000) / rate)), () => {
      if (this.life === life && this.job === job) this.step({ kind: 'mined', job, nonce: this.world.random.next() });
    });
  }

  private setTimer(name: string, afterMs: number): void {
    this.timerCount += 1;
    const number = this.timerCount;
    this.timers.set(name, number);
    this.world.schedule.after(afterMs * 1000, () => {
      if (this.timers.get(name) !== number) return;
      this.timers.delete(name);
      this.step({ kind: 'timer', name });
    });
  }

  private later(event: () => WithoutTime<EngineEvent>): void {
    const { life } = this;
    this.world.schedule.after(100, () => {
      if (this.life === life && this.engine !== undefined) this.step(event());
    });
  }
}

function rateOf(miners: readonly SimMiner[]): number {
  return miners.reduce((sum, { hashesPerMs }) => sum + hashesPerMs, 0);
}
