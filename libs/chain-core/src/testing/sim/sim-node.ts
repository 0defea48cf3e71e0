import type { Bytes } from '../../primitives/bytes';
import type { Engine, EngineEffect, EngineEvent } from '../../consensus/engine';
import { quorumOf } from '../../protocol/committee';
import { StorageFailed } from '../../storage/storage-failed';
import { EffectQueue } from './effect-queue';
import { EngineTimers } from './engine-timers';
import { Life } from './life';
import { readSimBlock, type SimBlock } from './sim-block';
import { SimBlocks } from './sim-blocks';
import { SimDisk } from './sim-disk';
import { SimExecutor } from './sim-executor';
import type { SimNodeOptions, Witness } from './sim-node-options';
import { SimPool } from './sim-pool';
import { SimStart } from './sim-start';
import { SimSync } from './sim-sync';
import type { Envelope, Participant, World } from './world';
import { writeRecords } from './write-records';

/** One node: a driver for an engine, with a disk that can fail, a pool of transactions and sync, all in virtual time. */
export class SimNode implements Participant {
  readonly disk = new SimDisk();
  private engine: Engine | undefined;
  private blocks: SimBlocks;
  private executor: SimExecutor;
  private readonly life: Life;
  private readonly pool: SimPool;
  private readonly timers: EngineTimers;
  private effects: EffectQueue;
  private sync: SimSync;
  private beginning: SimStart | undefined;
  /** Why the node will not start any more. */
  damage: string | undefined;

  constructor(
    private readonly options: SimNodeOptions,
    private readonly world: World,
    private readonly witness: Witness,
  ) {
    this.life = new Life(world.schedule);
    this.pool = this.newPool();
    this.timers = new EngineTimers({ life: this.life, ring: (name) => this.give({ kind: 'timer', name, nowMs: this.nowMs() }) });
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
    const engine = this.engine!;
    const others = Array.from({ length: this.world.seats }, (_, seat) => seat).filter((seat) => seat !== this.seat);
    this.beginning = new SimStart(others, quorumOf(this.world.seats) - 1, {
      life: this.life,
      ask: (seat) => this.sendTo(seat, { kind: 'ask-votes' }),
      heed: (recalled) => engine.heed(recalled),
      give: (event) => this.give({ ...event, nowMs: this.nowMs() }),
    });
    this.beginning.begin();
  }

  crash(): void {
    this.life.end();
    this.engine = undefined;
    this.beginning = undefined;
    this.disk.crash(this.world.random, this.world.diskFault(this.seat));
    this.pool.clear();
    this.effects = this.newEffects();
    this.timers.cancelAll();
    this.sync = this.newSync();
  }

  connected(seat: number): void {
    if (!this.isRunning) return;
    this.beginning?.onSeatConnected(seat);
    this.give({ kind: 'connected', seat, nowMs: this.nowMs() });
  }

  submit(transaction: number): void {
    if (this.isRunning) this.pool.submit(transaction);
  }

  receive(from: number, envelope: Envelope): void {
    if (!this.isRunning) return;
    switch (envelope.kind) {
      case 'engine':
        if (!this.options.habits.ignores?.(envelope.bytes)) this.give({ kind: 'message', from, bytes: envelope.bytes, nowMs: this.nowMs() });
        return;
      case 'gossip':
        return envelope.transactions.forEach((transaction) => this.pool.admit(transaction));
      case 'ask-votes':
        return this.sendTo(from, { kind: 'seen-votes', recalled: this.engine!.recall(from) });
      case 'seen-votes':
        return void this.beginning?.onAnswer(from, envelope.recalled);
      case 'sync-want':
        return this.sync.answer(from, envelope.height);
      case 'sync-blocks':
        return this.sync.take(envelope.blocks, envelope.certificate);
    }
  }

  private nowMs(): number {
    const { clockAheadMs, driftPpm } = this.options;
    const trueMs = Math.floor(this.world.schedule.nowUs / 1000);
    return trueMs + clockAheadMs + Math.trunc((trueMs * driftPpm) / 1_000_000);
  }

  private give(event: EngineEvent): void {
    if (this.beginning?.holds(event)) return;
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
        return this.timers.set(effect.name, effect.afterMs * this.options.timerPermille);
      case 'cancel-timer':
        return this.timers.cancel(effect.name);
      case 'build':
        return this.life.later(this.world.random.between(100, 2_000), () => this.built(effect));
      case 'check':
        return this.life.later(this.world.random.between(100, 2_000), () => this.executor.check(readSimBlock(effect.block.bytes)!, effect.certified));
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
    const { disk, life } = this;
    const { random } = this.world;
    return new EffectQueue({
      perform: (effect) => (this.isRunning ? this.perform(effect) : undefined),
      persist: (records, then) => writeRecords(records, { disk, life, random, losesPower: () => this.world.losesPower(this.seat) }, then),
      sendsBeforePersist: this.options.habits.sendsBeforePersist ?? false,
    });
  }

  private newPool(): SimPool {
    return new SimPool({
      life: this.life,
      isFinal: (transaction) => this.blocks.isFinal(transaction),
      gossip: (transaction) => this.sendAll({ kind: 'gossip', transactions: [transaction] }),
      onWork: (waiting) => this.give({ kind: 'work', waiting, nowMs: this.nowMs() }),
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
    const block = this.executor.build(wanted, this.pool.waiting);
    if (block !== undefined) this.witness.saw(block);
    this.give({ kind: 'built', view: wanted.view, block, nowMs: this.nowMs() });
  }

  private newSync(): SimSync {
    return new SimSync(this.disk, this.world, {
      sendTo: (seat, envelope) => this.sendTo(seat, envelope),
      later: (delayUs, action) => this.life.later(delayUs, action),
      commit: (block) => {
        this.blocks.commit(block);
        this.executor.parentCame(block);
      },
      advanced: (blocks, certificate) => this.advanced(blocks, certificate),
    });
  }

  private advanced(blocks: readonly SimBlock[], certificate: Bytes): void {
    const block = blocks.at(-1)!;
    this.witness.final(this.seat, block, certificate);
    this.give({ kind: 'advanced', block, blocks, certificate, nowMs: this.nowMs() });
    this.pool.forgetFinal();
  }

  private makeFinal(blockId: Uint8Array, certificate: Bytes): void {
    const path = this.blocks.pathFromFinal(blockId);
    const last = path?.at(-1);
    // Sync may have brought the block while this effect was waiting for the disk.
    if (path === undefined || last === undefined) return this.blocks.isFinalBlock(blockId) ? undefined : this.witness.refusedFinal(this.seat, blockId);
    for (const block of path) this.blocks.commit(block);
    this.disk.certificates.set(last.height, certificate);
    this.witness.final(this.seat, last, certificate);
    this.pool.forgetFinal();
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
