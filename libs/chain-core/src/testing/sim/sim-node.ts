import type { Bytes } from '../../primitives/bytes';
import { toHex } from '../../primitives/bytes';
import type { Engine, EngineEffect, EngineEvent } from '../../consensus/engine';
import { EffectQueue } from './effect-queue';
import { makeSimBlock, readSimBlock, SIM_BLOCK_TRANSACTIONS_MAX, type SimBlock } from './sim-block';
import { SimBlocks } from './sim-blocks';
import { SimDisk } from './sim-disk';
import { SimSync } from './sim-sync';
import type { EngineFactory, Envelope, Participant, World } from './world';

/** Ways in which a planted bug, or a Byzantine seat, makes a driver differ from the real one. */
export interface Habits {
  readonly sendsBeforePersist?: boolean;
  readonly forgetsLog?: boolean;
  readonly prunesEverything?: boolean;
  /** Says of every block that it is valid. */
  readonly checksNothing?: boolean;
  readonly buildsBadBlocks?: boolean;
  /** Messages that never reach the engine. */
  readonly ignores?: (bytes: Bytes) => boolean;
}

/** What the world sees of a node, for its invariants. */
export interface Witness {
  saw(block: SimBlock): void;
  sent(seat: number, bytes: Bytes): void;
  final(seat: number, block: SimBlock, certificate: Bytes): void;
  blamed(by: number, seat: number, evidence: Bytes): void;
  /** A final block the node cannot follow: it would stop. */
  refusedFinal(seat: number, blockId: Uint8Array): void;
}

export interface SimNodeOptions {
  readonly seat: number;
  readonly factory: EngineFactory;
  readonly habits: Habits;
  /** This machine's clock is ahead by so much, and its timers run at this speed (permille of the right one). */
  readonly clockAheadMs: number;
  readonly timerPermille: number;
  readonly salt: number;
  /** Whom it reaches; a twin reaches only some. */
  readonly reaches: (seat: number) => boolean;
}

const GOSSIP_AGAIN_US = 500_000;

/** One node: a driver for an engine, with a disk that can fail, a pool of transactions and sync, all in virtual time. */
export class SimNode implements Participant {
  readonly disk = new SimDisk();
  private engine: Engine | undefined;
  private blocks = new SimBlocks(this.disk);
  private pool = new Set<number>();
  private effects: EffectQueue;
  private timers = new Map<string, number>();
  private timersSet = 0;
  private life = 0;
  private sync: SimSync;
  private waitingForParent = new Map<string, { block: SimBlock; certified: boolean }[]>();

  constructor(
    private readonly options: SimNodeOptions,
    private readonly world: World,
    private readonly witness: Witness,
  ) {
    this.effects = this.newEffects();
    this.sync = this.newSync();
  }

  get seat(): number {
    return this.options.seat;
  }

  get isRunning(): boolean {
    return this.engine !== undefined;
  }

  get finalHeight(): number {
    return this.disk.final.height;
  }

  status(): ReturnType<Engine['status']> | undefined {
    return this.engine?.status();
  }

  isFinal(transaction: number): boolean {
    return this.blocks.isFinal(transaction);
  }

  start(): void {
    if (this.options.habits.forgetsLog) this.disk.forgetLog();
    this.blocks = new SimBlocks(this.disk);
    this.engine = this.options.factory(this.seat, this.disk.restored());
    this.give({ kind: 'started', nowMs: this.nowMs() });
  }

  crash(): void {
    this.life += 1;
    this.engine = undefined;
    this.disk.crash(this.world.random);
    this.pool = new Set();
    this.effects = this.newEffects();
    this.timers = new Map();
    this.sync = this.newSync();
    this.waitingForParent = new Map();
  }

  connected(seat: number): void {
    if (this.isRunning) this.give({ kind: 'connected', seat, nowMs: this.nowMs() });
  }

  submit(transaction: number): void {
    if (!this.isRunning || this.blocks.isFinal(transaction) || this.pool.has(transaction)) return;
    this.pool.add(transaction);
    this.gossip(transaction);
    this.give({ kind: 'work', waiting: true, nowMs: this.nowMs() });
  }

  receive(from: number, envelope: Envelope): void {
    if (!this.isRunning) return;
    switch (envelope.kind) {
      case 'engine':
        if (!this.options.habits.ignores?.(envelope.bytes)) this.give({ kind: 'message', from, bytes: envelope.bytes, nowMs: this.nowMs() });
        return;
      case 'gossip':
        return envelope.transactions.forEach((transaction) => this.admit(transaction));
      case 'sync-want':
        return this.sync.answer(from, envelope.height);
      case 'sync-blocks':
        return this.sync.take(envelope.blocks, envelope.certificate);
    }
  }

  private admit(transaction: number): void {
    if (this.pool.has(transaction) || this.blocks.isFinal(transaction)) return;
    this.pool.add(transaction);
    this.give({ kind: 'work', waiting: true, nowMs: this.nowMs() });
  }

  private gossip(transaction: number): void {
    if (!this.pool.has(transaction)) return;
    this.sendAll({ kind: 'gossip', transactions: [transaction] });
    this.later(GOSSIP_AGAIN_US, () => this.gossip(transaction));
  }

  private nowMs(): number {
    return Math.floor(this.world.schedule.nowUs / 1000) + this.options.clockAheadMs;
  }

  /** Performs `action` after a while, unless the node has crashed by then. */
  private later(delayUs: number, action: () => void): void {
    const { life } = this;
    this.world.schedule.after(delayUs, () => {
      if (this.life === life) action();
    });
  }

  private give(event: EngineEvent): void {
    const effects = this.engine!.step(event);
    if (effects.length === 0) return;
    this.effects.add(effects);
  }

  private perform(effect: EngineEffect): void {
    switch (effect.kind) {
      case 'send':
        this.witness.sent(this.seat, effect.bytes);
        if (effect.to === 'all') return this.sendAll({ kind: 'engine', bytes: effect.bytes });
        return this.sendTo(effect.to, { kind: 'engine', bytes: effect.bytes });
      case 'set-timer':
        return this.setTimer(effect.name, effect.afterMs);
      case 'cancel-timer':
        return void this.timers.delete(effect.name);
      case 'build':
        return this.later(this.world.random.between(100, 2_000), () => this.build(effect.view, effect.parentId, effect.heartbeat));
      case 'check':
        return this.later(this.world.random.between(100, 2_000), () => this.check(readSimBlock(effect.block.bytes)!, effect.certified));
      case 'final':
        return this.makeFinal(effect.blockId, effect.certificate);
      case 'behind':
        return this.sync.start(effect.view);
      case 'blame':
        return this.witness.blamed(this.seat, effect.seat, effect.evidence);
      case 'prune':
        this.disk.prune(this.options.habits.prunesEverything ? Infinity : effect.upToView);
        return this.blocks.prune(effect.upToView);
      case 'persist':
      case 'head':
    }
  }

  private newEffects(): EffectQueue {
    return new EffectQueue({
      perform: (effect) => (this.isRunning ? this.perform(effect) : undefined),
      persist: (records, then) => this.persist(records, then),
      sendsBeforePersist: this.options.habits.sendsBeforePersist ?? false,
    });
  }

  private newSync(): SimSync {
    return new SimSync(this.disk, this.world, {
      sendTo: (seat, envelope) => this.sendTo(seat, envelope),
      later: (delayUs, action) => this.later(delayUs, action),
      commit: (block) => {
        this.blocks.commit(block);
        this.parentCame(block);
      },
      advanced: (block, certificate) => this.advanced(block, certificate),
    });
  }

  private persist(records: readonly Extract<EngineEffect, { kind: 'persist' }>[], then: () => void): void {
    for (const { view, record } of records) this.disk.append(view, record);
    if (this.world.losesPower(this.seat)) return;
    this.later(this.world.random.between(50, 3_000), () => {
      this.disk.sync();
      then();
    });
  }

  private advanced(block: SimBlock, certificate: Bytes): void {
    this.witness.final(this.seat, block, certificate);
    this.give({ kind: 'advanced', block, certificate, nowMs: this.nowMs() });
    this.clearPool();
  }

  private setTimer(name: string, afterMs: number): void {
    this.timersSet += 1;
    const mine = this.timersSet;
    this.timers.set(name, mine);
    this.later(afterMs * this.options.timerPermille, () => {
      if (this.timers.get(name) !== mine) return;
      this.timers.delete(name);
      this.give({ kind: 'timer', name, nowMs: this.nowMs() });
    });
  }

  private build(view: number, parentId: Uint8Array, heartbeat: boolean): void {
    const parent = this.blocks.get(parentId);
    const taken = parent && this.blocks.transactionsAbove(parent);
    const transactions = [...this.pool].filter((it) => taken !== undefined && !taken.has(it)).slice(0, SIM_BLOCK_TRANSACTIONS_MAX);
    const isWanted = parent !== undefined && (heartbeat || transactions.length > 0);
    const isBad = this.options.habits.buildsBadBlocks ?? false;
    const timeMs = Math.max(this.nowMs(), (parent?.timeMs ?? 0) + 1);
    const block = isWanted ? makeSimBlock({ parent, view, proposer: this.seat, timeMs, salt: this.options.salt, transactions, isBad }) : undefined;
    if (block !== undefined) {
      this.witness.saw(block);
      this.blocks.addValid(block);
    }
    this.give({ kind: 'built', view, block, nowMs: this.nowMs() });
  }

  private check(block: SimBlock, certified: boolean): void {
    const parent = this.blocks.get(block.parentId);
    if (parent === undefined) {
      const key = toHex(block.parentId);
      this.waitingForParent.set(key, [...(this.waitingForParent.get(key) ?? []), { block, certified }]);
      return;
    }
    const valid = this.options.habits.checksNothing || (this.blocks.isValid(block, parent) && (certified || this.isTimely(block)));
    if (valid) this.blocks.addValid(block);
    this.give({ kind: 'checked', blockId: block.id, valid, nowMs: this.nowMs() });
    if (valid) this.parentCame(block);
  }

  private parentCame(parent: SimBlock): void {
    const key = toHex(parent.id);
    const waiting = this.waitingForParent.get(key) ?? [];
    this.waitingForParent.delete(key);
    for (const { block, certified } of waiting) this.check(block, certified);
  }

  /** A voter's own clock judges the proposer's. */
  private isTimely(block: SimBlock): boolean {
    const aheadMs = block.timeMs - this.nowMs();
    return aheadMs <= 500 && aheadMs >= -5_000;
  }

  private makeFinal(blockId: Uint8Array, certificate: Bytes): void {
    const path = this.blocks.pathFromFinal(blockId);
    const last = path?.at(-1);
    // Sync may have brought the block while this effect was waiting for the disk.
    if (path === undefined || last === undefined) return this.blocks.isFinalBlock(blockId) ? undefined : this.witness.refusedFinal(this.seat, blockId);
    for (const block of path) this.blocks.commit(block);
    this.disk.certificates.set(last.height, certificate);
    this.witness.final(this.seat, last, certificate);
    this.clearPool();
  }

  private clearPool(): void {
    const before = this.pool.size;
    for (const transaction of this.pool) if (this.blocks.isFinal(transaction)) this.pool.delete(transaction);
    if (before > 0 && this.pool.size === 0) this.give({ kind: 'work', waiting: false, nowMs: this.nowMs() });
  }

  private sendAll(envelope: Envelope): void {
    for (let seat = 0; seat < this.world.seats; seat += 1) this.sendTo(seat, envelope);
  }

  private sendTo(seat: number, envelope: Envelope): void {
    if (seat !== this.seat && this.options.reaches(seat)) this.world.send(this.seat, seat, envelope);
  }
}
