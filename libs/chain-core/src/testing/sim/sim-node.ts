import type { Bytes } from '../../primitives/bytes';
import type { Engine, EngineEffect, EngineEvent } from '../../consensus/engine';
import { StartGate } from '../../node/start-gate';
import { quorumOf } from '../../protocol/committee';
import { StorageFailed } from '../../storage/storage-failed';
import { EffectQueue } from './effect-queue';
import { readSimBlock, type SimBlock } from './sim-block';
import { SimBlocks } from './sim-blocks';
import { SimDisk } from './sim-disk';
import { SimExecutor } from './sim-executor';
import type { SimNodeOptions, Witness } from './sim-node-options';
import { SimSync } from './sim-sync';
import type { Envelope, Participant, World } from './world';

/** What got lost is said again, ever less often, as real nodes say it again on a new connection. */
const GOSSIP_AGAIN_US = 500_000;
const GOSSIP_AGAIN_US_MAX = 4_000_000;
const WAITING_MAX = 2_000;

/** One node: a driver for an engine, with a disk that can fail, a pool of transactions and sync, all in virtual time. */
export class SimNode implements Participant {
  readonly disk = new SimDisk();
  private engine: Engine | undefined;
  private blocks: SimBlocks;
  private executor: SimExecutor;
  private pool = new Set<number>();
  private effects: EffectQueue;
  private timers = new Map<string, number>();
  private timersSet = 0;
  private life = 0;
  private sync: SimSync;
  /** Events that came before the engine may take part; undefined once it may. */
  private waiting: EngineEvent[] | undefined;
  private gate: StartGate | undefined;
  /** Why the node will not start any more. */
  damage: string | undefined;

  constructor(
    private readonly options: SimNodeOptions,
    private readonly world: World,
    private readonly witness: Witness,
  ) {
    this.effects = this.newEffects();
    this.sync = this.newSync();
    this.blocks = new SimBlocks(this.disk, options.habits.executes);
    this.executor = this.newExecutor();
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
    const restored = this.readDisk();
    if (restored === undefined) return;
    this.blocks = new SimBlocks(this.disk, this.options.habits.executes);
    this.executor = this.newExecutor();
    this.engine = this.options.factory(this.seat, restored);
    this.askForVotes();
  }

  /** A log that cannot be believed stops the node for good. */
  private readDisk(): ReturnType<SimDisk['restored']> | undefined {
    try {
      return this.disk.restored();
    } catch (error) {
      if (!(error instanceof StorageFailed)) throw error;
      this.damage = error.message;
      return undefined;
    }
  }

  private askForVotes(): void {
    const { engine } = this;
    const others = Array.from({ length: this.world.seats }, (_, seat) => seat).filter((seat) => seat !== this.seat);
    this.waiting = [];
    this.gate = new StartGate({ answersNeeded: quorumOf(this.world.seats) - 1 }, {
      ask: (seat) => this.sendTo(seat, { kind: 'ask-votes' }),
      connected: () => others,
      later: (pauseMs, call) => this.cancellable(pauseMs, call),
      heed: (recalled) => engine!.heed(recalled),
      onOpen: () => this.takePart(),
    });
    this.gate.begin();
    for (const seat of others) this.gate?.onSeatConnected(seat);
  }

  private takePart(): void {
    const { life, waiting } = this;
    this.waiting = undefined;
    // The first writes of the new life may already be its last.
    for (const event of [{ kind: 'started' as const }, ...waiting!]) if (this.life === life) this.give({ ...event, nowMs: this.nowMs() });
  }

  crash(): void {
    this.life += 1;
    this.engine = undefined;
    this.waiting = undefined;
    this.gate = undefined;
    this.disk.crash(this.world.random, this.world.diskFault(this.seat));
    this.pool = new Set();
    this.effects = this.newEffects();
    this.timers = new Map();
    this.sync = this.newSync();
  }

  connected(seat: number): void {
    if (!this.isRunning) return;
    this.gate?.onSeatConnected(seat);
    this.give({ kind: 'connected', seat, nowMs: this.nowMs() });
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
      case 'ask-votes':
        return this.sendTo(from, { kind: 'seen-votes', recalled: this.engine!.recall(from) });
      case 'seen-votes':
        return void this.gate?.onAnswer(from, envelope.recalled);
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

  private gossip(transaction: number, againUs = GOSSIP_AGAIN_US): void {
    if (!this.pool.has(transaction)) return;
    this.sendAll({ kind: 'gossip', transactions: [transaction] });
    this.later(againUs, () => this.gossip(transaction, Math.min(2 * againUs, GOSSIP_AGAIN_US_MAX)));
  }

  private nowMs(): number {
    const { clockAheadMs, driftPpm } = this.options;
    const trueMs = Math.floor(this.world.schedule.nowUs / 1000);
    return trueMs + clockAheadMs + Math.trunc((trueMs * driftPpm) / 1_000_000);
  }

  /** Performs `action` after a while, unless the node has crashed by then. */
  private later(delayUs: number, action: () => void): void {
    const { life } = this;
    this.world.schedule.after(delayUs, () => {
      if (this.life === life) action();
    });
  }

  private cancellable(pauseMs: number, action: () => void): () => void {
    let isOff = false;
    this.later(pauseMs * 1000, () => isOff || action());
    return () => void (isOff = true);
  }

  private give(event: EngineEvent): void {
    if (this.waiting !== undefined) return this.wait(event);
    const effects = this.engine!.step(event);
    if (effects.length === 0) return;
    this.effects.add(effects);
  }

  private wait(event: EngineEvent): void {
    if (this.waiting!.length < WAITING_MAX) this.waiting!.push(event);
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
        return this.later(this.world.random.between(100, 2_000), () => this.built(effect));
      case 'check':
        return this.later(this.world.random.between(100, 2_000), () => this.executor.check(readSimBlock(effect.block.bytes)!, effect.certified));
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

  private newExecutor(): SimExecutor {
    const { habits, seat, salt } = this.options;
    return new SimExecutor({ habits, seat, salt }, this.blocks, {
      nowMs: () => this.nowMs(),
      checked: (block, valid) => this.give({ kind: 'checked', blockId: block.id, valid, nowMs: this.nowMs() }),
    });
  }

  private built(wanted: Extract<EngineEffect, { kind: 'build' }>): void {
    const block = this.executor.build(wanted, this.pool);
    if (block !== undefined) this.witness.saw(block);
    this.give({ kind: 'built', view: wanted.view, block, nowMs: this.nowMs() });
  }

  private newSync(): SimSync {
    return new SimSync(this.disk, this.world, {
      sendTo: (seat, envelope) => this.sendTo(seat, envelope),
      later: (delayUs, action) => this.later(delayUs, action),
      commit: (block) => {
        this.blocks.commit(block);
        this.executor.parentCame(block);
      },
      advanced: (blocks, certificate) => this.advanced(blocks, certificate),
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

  private advanced(blocks: readonly SimBlock[], certificate: Bytes): void {
    const block = blocks.at(-1)!;
    this.witness.final(this.seat, block, certificate);
    this.give({ kind: 'advanced', block, blocks, certificate, nowMs: this.nowMs() });
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
    const { reaches, habits } = this.options;
    if (seat === this.seat || !reaches(seat)) return;
    if (envelope.kind !== 'engine' || habits.says === undefined) return this.world.send(this.seat, seat, envelope);
    const bytes = habits.says(seat, envelope.bytes);
    if (bytes !== undefined) this.world.send(this.seat, seat, { kind: 'engine', bytes });
  }
}
