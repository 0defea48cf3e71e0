import { performAtOnce } from '../../../execution';
import type { EngineEffect, EngineEvent } from '../../../consensus/engine';
import { PowEngine } from '../../../consensus/pow/pow-engine';
import { Mempool } from '../../../mempool';
import { BlockMaker, refOf } from '../../../node/block-maker';
import { BlockTree } from '../../../node/block-tree';
import { ExecutedBlock } from '../../../node/executed-block';
import { Split } from '../../../node/split';
import { abandonedTransactions } from '../../../node/take-back';
import type { WorkSyncMessage } from '../../../node/work-sync-messages';
import type { Bytes, Hash } from '../../../primitives/bytes';
import { Refusal } from '../../../primitives/refusal';
import type { PowParameters } from '../../../protocol/genesis';
import type { SealedTransaction } from '../../../protocol/transaction';
import { StateVersion } from '../../../state/state-version';
import { decodeHeader } from '../../../protocol/encode-block';
import { drawSearchUs } from './draw-work';
import type { PowHabits } from './habits';
import { NodeTimers } from './node-timers';
import { PowDisk } from './pow-disk';
import { PowSync } from './pow-sync';
import { minerKeyOf } from './promise';
import { putInPlace, STEPS } from './put-in-place';
import { searchesPerMs } from './search-rate';
import { SIM_RULES } from './sim-rules';
import type { Surroundings } from './surroundings';

type WithoutTime<E> = E extends unknown ? Omit<E, 'nowMs'> : never;

/** A node with the real engine, block maker, block tree, executor and mempool; its disk, clock, wire and miners are simulated. */
export class PowNode {
  readonly disk: PowDisk;
  mempool = new Mempool();
  tree!: BlockTree;
  /** Others have more work on a branch that leaves what is final here: it says so. */
  split: Split | undefined;
  private sync: PowSync | undefined;
  private readonly peers = new Set<number>();
  private maker!: BlockMaker;
  private engine: PowEngine | undefined;
  private readonly timers: NodeTimers;
  private life = 0;
  private job = 0;
  /** As its operator last said. */
  private keepBlocks: number | undefined;
  hashesPerMs = 0;

  constructor(readonly index: number, private readonly world: Surroundings, readonly habits: PowHabits = {}) {
    this.disk = new PowDisk((base) => world.genesisBlock(base));
    this.timers = new NodeTimers(world.schedule);
    this.keepBlocks = habits.sync?.keepBlocks;
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
    return this.disk.finalHeight;
  }

  start(): void {
    this.finishTaking();
    const block = this.disk.final;
    this.life += 1;
    this.split = undefined;
    this.tree = new BlockTree(new ExecutedBlock(block, StateVersion.ofBase(this.disk.base), []));
    const { executor, genesis } = this.world;
    this.maker = new BlockMaker({ turn: { epoch: 0, proposer: 0, viewTimerMs: 1_000 }, blockTransactionsMax: 100, minerKey: minerKeyOf(this.index).publicKey }, {
      executor, tree: this.tree, mempool: this.mempool, clock: { nowMs: () => this.nowMs, later: () => () => undefined }, log: () => undefined,
      onLeftOut: () => undefined,
    });
    this.engine = new PowEngine(
      { chainId: executor.chainId, parameters: genesis.consensus as PowParameters, blockBytesMax: genesis.limits.blockBytesMax },
      { readBlock: (bytes) => this.maker.read(bytes), finals: this.disk, rules: this.habits.rules ?? SIM_RULES },
      { log: this.disk.records, final: refOf(block) },
    );
    this.sync = this.habits.sync && new PowSync({ ...this.habits.sync, keepBlocks: this.keepBlocks }, {
      world: this.world, index: this.index, disk: this.disk, tree: this.tree, peers: this.peers,
      nowMs: () => this.nowMs,
      later: (delayMs, call) => this.callLater(delayMs, call),
      onKeptFrom: (seat, height) => this.step({ kind: 'kept-from', seat, height }),
      lacking: () => this.engine?.lacking,
      onHold: (on) => this.step({ kind: 'hold', on }),
      onReady: this.world.isHonest(this.index) ? () => void this.callLater(100, () => this.takeState()) : undefined,
    });
    this.step({ kind: 'started' });
    this.step({ kind: 'mining', on: true });
  }

  /** Told to, it follows the others, as Competing does. @throws Refusal SPLIT_CHANGED */
  rejoin(forkHeight: number): void {
    this.split!.expect(forkHeight);
    this.world.stop(this.index);
    if (!this.habits.forgetsNothing) {
      this.disk.forget();
      this.mempool = new Mempool();
    }
    this.world.start(this.index);
  }

  /** It keeps everything, has final blocks, and says that it lacks others that nobody has any more. */
  get isStuck(): boolean {
    return this.keepBlocks === undefined && this.finalHeight > 0 && this.sync?.snapshots.trouble !== undefined;
  }

  /** Its operator lets it forget old blocks. */
  prune(keepBlocks: number): void {
    this.world.stop(this.index);
    this.keepBlocks = keepBlocks;
    this.world.start(this.index);
  }

  crash(): void {
    this.engine = undefined;
    this.sync?.snapshots.close();
    this.sync = undefined;
    this.peers.clear();
    this.timers.clear();
    this.job = 0;
    this.disk.crash(this.world.random);
  }

  connected(peer: number): void {
    if (this.engine === undefined) return;
    this.peers.add(peer);
    this.step({ kind: 'connected', seat: peer });
    this.sync?.snapshots.onConnected(String(peer));
  }

  disconnected(peer: number): void {
    this.peers.delete(peer);
    this.step({ kind: 'disconnected', seat: peer });
    this.sync?.snapshots.onDisconnected(String(peer));
  }

  /** What a peer says about states and headers. */
  hear(from: number, kind: WorkSyncMessage, payload: Bytes): void {
    if (this.peers.has(from)) this.sync?.hear(from, kind, payload);
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
    let persists = false;
    for (const effect of effects) {
      if (effect.kind !== 'persist') continue;
      persists = true;
      this.disk.append(effect.view, effect.record);
    }
    if (persists) {
      if (this.world.losesPower(this)) return;
      this.disk.sync();
    }
    for (const effect of effects) if (this.life === life && this.engine !== undefined) this.perform(effect);
  }

  private perform(effect: EngineEffect): void {
    switch (effect.kind) {
      case 'send':
        return this.send(effect.to, effect.bytes);
      case 'set-timer':
        return this.timers.set(effect.name, effect.afterMs, () => this.step({ kind: 'timer', name: effect.name }));
      case 'cancel-timer':
        return this.timers.cancel(effect.name);
      case 'build':
        return this.later(() => ({ kind: 'built', view: effect.view, block: performAtOnce(this.maker.build(effect.view, effect.parentId, true, effect.work)) }));
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
        return this.disk.pruneLog(effect.upToView);
      case 'drop':
        return this.world.dropped(this, effect.seat, effect.reason);
      case 'lacking':
        return this.sync?.snapshots.onLacking();
      case 'split':
        return this.partsFrom(effect.height);
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
    this.disk.commit(blocks, (block) => this.sync?.settled(block));
    this.mempool.removeExpired(this.tree.final.block.header.timeMs);
    for (const { block, results } of blocks) for (const [i, transaction] of block.transactions.entries()) this.mempool.removeFinal(transaction, results[i]?.outcome.kind === 'accepted');
    this.world.invariants.finalIs(this, blocks.map(({ block }) => block));
    this.sync?.snapshots.announce();
    // As the real commit queue: what goes with a state that is given to others stays.
    if (this.keepBlocks !== undefined) this.disk.prune(Math.min(this.sync?.neededFrom ?? Infinity, this.finalHeight + 1 - this.keepBlocks));
  }

  private partsFrom(height: number): void {
    const { disk } = this;
    const reader = {
      get finalHeight() {
        return disk.finalHeight;
      },
      header: (at: number) => ({ header: decodeHeader(disk.header(at)!) }),
    };
    this.split = new Split(height, { clock: { later: (delayMs, call) => this.callLater(delayMs, call) }, reader });
    this.world.invariants.split(this, height);
  }

  /** It is closed, and starts again; half of the times it is killed first while it puts what was fetched in place, and perhaps again. */
  private takeState(): void {
    const { random } = this.world;
    this.world.stop(this.index);
    for (let steps = random.below(2 * STEPS); steps < STEPS; steps = random.below(2 * STEPS)) putInPlace(this.disk, steps);
    this.world.start(this.index);
  }

  /** As a node does before it opens its state. */
  private finishTaking(): void {
    const block = putInPlace(this.disk);
    if (block !== undefined) this.world.invariants.tookState(this, block);
  }

  private send(to: number | 'all', bytes: Bytes): void {
    for (const message of this.habits.outgoing?.(to, bytes) ?? [{ to, bytes }]) {
      for (let peer = 0; peer < this.world.size; peer += 1) if (peer !== this.index && (message.to === 'all' || message.to === peer)) this.world.send(this.index, peer, message.bytes);
    }
  }

  /** A nonce turns up after an exponential time: any search that is replaced may as well begin anew, for it has no memory. */
  private search(job: number, target: bigint): void {
    this.job = job;
    const rate = searchesPerMs(this, this.world);
    if (rate === 0) return;
    const { life } = this;
    const work = this.habits.searchWork ?? Number(2n ** 256n / (target + 1n));
    this.world.schedule.after(drawSearchUs(this.world.random, Math.floor((work * 1000) / rate)), () => {
      if (this.life === life && this.job === job) this.step({ kind: 'mined', job, nonce: this.world.random.next() });
    });
  }

  private callLater(delayMs: number, call: () => void): () => void {
    const { life } = this;
    let isOff = false;
    this.world.schedule.after(delayMs * 1000, () => {
      if (!isOff && this.life === life && this.engine !== undefined) call();
    });
    return () => void (isOff = true);
  }

  private later(event: () => WithoutTime<EngineEvent>): void {
    const { life } = this;
    this.world.schedule.after(100, () => {
      if (this.life === life && this.engine !== undefined) this.step(event());
    });
  }
}
