import { BftEngine } from '../../../consensus/bft/bft-engine';
import type { EngineEffect, EngineEvent } from '../../../consensus/engine';
import type { Bytes, Hash } from '../../../primitives/bytes';
import { EffectQueue } from '../effect-queue';
import { EngineTimers } from '../engine-timers';
import type { Life } from '../life';
import { writeRecords } from '../write-records';
import { makeEpochBlock, readEpochBlock, type EpochBlock } from './epoch-block';
import type { EpochBlocks } from './epoch-blocks';
import type { EpochDisk } from './epoch-disk';
import type { PlannedEpoch } from './epoch-plan';
import type { EpochPool } from './epoch-pool';
import type { Surroundings } from './surroundings';

type Build = Extract<EngineEffect, { kind: 'build' }>;
const VIEW_TIMERS = { viewTimerMs: 400, viewTimerMsMax: 3_000, heartbeatMs: 0 };
const BLOCK_BYTES_MAX = 4096;
const BLOCK_TRANSACTIONS_MAX = 5;

export interface EpochSeatOptions {
  readonly machine: number;
  readonly epoch: number;
  readonly seat: number;
}

export interface EpochSeatParts {
  readonly world: Surroundings;
  readonly life: Life;
  readonly disk: EpochDisk;
  readonly blocks: EpochBlocks;
  readonly pool: EpochPool;
  onFinal(blockId: Hash, certificate: Bytes): void;
  /** Others have gone on. */
  onBehind(): void;
  /** When what is final is on disk. */
  afterCommits(call: () => void): void;
}

/** A machine in its seat of one epoch's committee: the engine and what performs its effects, until the epoch is over or the power fails. */
export class EpochSeat {
  private readonly engine: BftEngine;
  private readonly effects: EffectQueue;
  private readonly timers: EngineTimers;
  /** Blocks to be checked whose parents are not known yet. */
  private readonly orphans: EpochBlock[] = [];
  private hasLeft = false;

  constructor(
    private readonly options: EpochSeatOptions,
    private readonly parts: EpochSeatParts,
  ) {
    const { world, life, disk } = parts;
    const { machine } = options;
    this.engine = this.makeEngine();
    // Effects that still wait for the disk when their engine is no more are dropped.
    this.effects = new EffectQueue({
      perform: (effect) => (this.hasLeft ? undefined : this.perform(effect)),
      persist: (records, then) => writeRecords(records, { disk, life, random: world.random, losesPower: () => world.losesPower(machine) }, then),
      sendsBeforePersist: false,
    });
    this.timers = new EngineTimers({ life, ring: (name) => this.give({ kind: 'timer', name, nowMs: world.nowMs }) });
  }

  get view(): number {
    return this.engine.status().view;
  }

  give(event: EngineEvent): void {
    const effects = this.engine.step(event);
    if (effects.length > 0) this.effects.add(effects);
  }

  tellWork(): void {
    this.give({ kind: 'work', waiting: this.parts.pool.size > 0, nowMs: this.parts.world.nowMs });
  }

  leave(): void {
    this.hasLeft = true;
    this.timers.cancelAll();
    this.orphans.length = 0;
  }

  private get planned(): PlannedEpoch {
    return this.parts.world.plan.epochs[this.options.epoch]!;
  }

  private makeEngine(): BftEngine {
    const { world, disk, blocks } = this.parts;
    const { seat, epoch } = this.options;
    const { committee, keys, seats } = this.planned;
    const { final } = blocks;
    const epochView = disk.chain.filter((block) => block.epoch < epoch || block.height === 0).at(-1)!.view;
    const past = { epochView, blocks: disk.chain.filter((block) => block.epoch === epoch && block.height > 0) };
    const certificate = blocks.endsEpoch(final) ? undefined : disk.certified.get(final.height)?.certificate;
    return new BftEngine(
      { chainId: world.chainId, committee, seat, parameters: VIEW_TIMERS, topology: world.topology, blockBytesMax: BLOCK_BYTES_MAX },
      { sign: (message) => keys.sign(seats[seat]!.key, message), scheme: keys.scheme, readBlock: (bytes) => readEpochBlock(bytes) },
      { log: disk.log.map(({ record }) => record), final, certificate, past },
    );
  }

  private perform(effect: EngineEffect): void {
    const { world, disk } = this.parts;
    switch (effect.kind) {
      case 'send':
        return this.say(effect.to, effect.bytes);
      case 'set-timer':
        return this.timers.set(effect.name, effect.afterMs * 1000);
      case 'cancel-timer':
        return this.timers.cancel(effect.name);
      case 'build':
        return this.soon(() => this.give({ kind: 'built', view: effect.view, block: this.build(effect), nowMs: world.nowMs }));
      case 'check':
        return this.soon(() => this.check(readEpochBlock(effect.block.bytes)!));
      case 'final':
        return this.parts.onFinal(effect.blockId, effect.certificate);
      case 'behind':
        return this.parts.onBehind();
      case 'blame':
        return world.invariants.blames(this.options.machine, this.options.epoch, effect.seat, effect.evidence);
      case 'prune':
        return this.parts.afterCommits(() => disk.prune(effect.upToView));
      case 'persist':
      case 'head':
    }
  }

  private say(to: number | 'all', bytes: Bytes): void {
    const { world, disk } = this.parts;
    const { machine: from, epoch } = this.options;
    world.invariants.sent(from, epoch, bytes, disk.final.height);
    for (const [seat, { machine }] of this.planned.seats.entries()) {
      if (machine === from || (to !== 'all' && to !== seat)) continue;
      for (const said of world.twist(from, this.planned, seat, bytes)) world.send(from, machine, { kind: 'engine', from, epoch, bytes: said });
    }
  }

  /** A block is wanted whose parent ends the epoch: then it can only close it. */
  private build({ view, parentId, heartbeat }: Build): EpochBlock | undefined {
    const { world, blocks, pool } = this.parts;
    const { epoch, seat: proposer } = this.options;
    const parent = blocks.get(parentId);
    if (parent === undefined) return undefined;
    const closes = this.isOver(parent) && world.bug !== 'a block of the next epoch may follow before its time';
    if (closes && world.bug === 'the old committee cannot finish') return undefined;
    const taken = new Set(blocks.path(parent).flatMap(({ transactions }) => transactions));
    const transactions = closes ? [] : pool.candidates(taken).slice(0, BLOCK_TRANSACTIONS_MAX);
    if (transactions.length === 0 && !heartbeat) return undefined;
    const timeMs = Math.max(world.nowMs, parent.timeMs + 1);
    const block = makeEpochBlock({ parentId, height: parent.height + 1, epoch, closes, view, proposer, timeMs, transactions });
    blocks.add(block);
    return block;
  }

  private check(block: EpochBlock): void {
    const { world, blocks } = this.parts;
    const parent = blocks.get(block.parentId);
    if (parent === undefined) return void this.orphans.push(block);
    const mayFollow = world.bug === 'a block of the next epoch may follow before its time' || block.closes === this.isOver(parent);
    const valid = mayFollow && block.epoch === this.options.epoch && block.height === parent.height + 1 && block.view > parent.view;
    if (valid) blocks.add(block);
    this.give({ kind: 'checked', blockId: block.id, valid, nowMs: world.nowMs });
    if (valid) for (const child of this.orphans.splice(0)) this.check(child);
  }

  /** Whether nothing but closing blocks may follow in this epoch. */
  private isOver(block: EpochBlock): boolean {
    return block.epoch === this.options.epoch && this.parts.blocks.endsEpoch(block);
  }

  /** Work for the engine, unless the machine has left the seat by then. */
  private soon(action: () => void): void {
    const { world, life } = this.parts;
    life.later(world.random.between(100, 2_000), () => (this.hasLeft ? undefined : action()));
  }
}
