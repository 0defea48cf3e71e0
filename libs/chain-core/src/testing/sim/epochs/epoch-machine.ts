import { BftEngine } from '../../../consensus/bft/bft-engine';
import type { EngineEffect, EngineEvent } from '../../../consensus/engine';
import type { Bytes, Hash } from '../../../primitives/bytes';
import { toHex } from '../../../primitives/bytes';
import { EffectQueue } from '../effect-queue';
import { makeEpochBlock, readEpochBlock, type EpochBlock } from './epoch-block';
import { EpochDisk, type Committed } from './epoch-disk';
import { seatOf, type PlannedEpoch } from './epoch-plan';
import { certifies } from './certifies';
import type { Letter, Surroundings } from './surroundings';

type Persist = Extract<EngineEffect, { kind: 'persist' }>;
type Build = Extract<EngineEffect, { kind: 'build' }>;
const EARLY_MAX = 64;
const WANT_PAUSE_US = 20_000;
const VIEW_TIMERS = { viewTimerMs: 400, viewTimerMsMax: 3_000, heartbeatMs: 0 };

/** One machine: follows its committee as node/epochs.ts says, with a disk that takes time and power that can fail. */
export class EpochMachine {
  readonly disk = new EpochDisk();
  private running = false;
  private life = 0;
  /** Final, on their way to the disk or there. */
  private final!: EpochBlock;
  private undurable = 0;
  private commits: Committed[] = [];
  private callbacks: (() => void)[] = [];
  private epoch = 0;
  private engine: BftEngine | undefined;
  private effects: EffectQueue | undefined;
  private timers = new Map<string, number>();
  private timersSet = 0;
  private valid = new Map<string, EpochBlock>();
  private waiting: EpochBlock[] = [];
  private pool = new Set<number>();
  private done = new Set<number>();
  private early: Letter[] = [];
  private wantsAgainUs = 0;
  private claimed = 0;

  constructor(
    readonly number: number,
    private readonly world: Surroundings,
  ) {}

  get isRunning(): boolean {
    return this.running;
  }

  get finalHeight(): number {
    return this.final.height;
  }

  isFinal(transaction: number): boolean {
    return this.done.has(transaction);
  }

  describe(): string {
    return `${this.number}:${this.running ? `e${this.epoch} h${this.final.height} v${this.engine?.status().view ?? '-'}` : 'down'}`;
  }

  start(): void {
    this.running = true;
    this.final = this.disk.final;
    this.done = new Set(this.disk.chain.flatMap(({ transactions }) => transactions));
    this.enter(this.epochAfter(this.final));
  }

  /** The power fails. */
  crash(): void {
    this.running = false;
    this.life += 1;
    this.stopEngine();
    this.disk.crash(this.world.random);
    this.commits = [];
    this.undurable = 0;
    this.valid = new Map();
    this.pool = new Set();
    this.early = [];
    this.callbacks = [];
  }

  connected(machine: number): void {
    if (!this.running) return;
    const seat = seatOf(this.planned, machine);
    if (seat !== undefined && this.engine !== undefined) this.give({ kind: 'connected', seat, nowMs: this.world.nowMs });
    this.world.send(this.number, machine, { kind: 'height', from: this.number, height: this.disk.final.height });
  }

  submit(transaction: number): void {
    if (!this.running || this.done.has(transaction)) return;
    this.pool.add(transaction);
    this.tellWork();
  }

  receive(letter: Letter): void {
    if (!this.running) return;
    switch (letter.kind) {
      case 'engine':
        return this.hear(letter);
      case 'height':
        this.claimed = Math.max(this.claimed, letter.height);
        return letter.height > this.final.height ? this.want(letter.from) : undefined;
      case 'want':
        return this.serve(letter.from, letter.height);
      case 'batch':
        return this.follow(letter.blocks, letter.certificate);
    }
  }

  private get planned(): PlannedEpoch {
    return this.world.plan.epochs[this.epoch]!;
  }

  private epochAfter(block: EpochBlock): number {
    return block.epoch + (this.endsEpoch(block) ? 1 : 0);
  }

  private endsEpoch({ epoch, height, closes }: EpochBlock): boolean {
    return closes || height === this.world.plan.epochs[epoch]!.lastHeight;
  }

  /** Whether nothing but closing blocks may follow in the present epoch. */
  private isOver(block: EpochBlock): boolean {
    return block.epoch === this.epoch && this.endsEpoch(block);
  }

  private hear(letter: Extract<Letter, { kind: 'engine' }>): void {
    const { from, epoch, bytes } = letter;
    if (epoch < this.epoch) return this.world.send(this.number, from, { kind: 'height', from: this.number, height: this.disk.final.height });
    if (epoch > this.epoch) {
      if (epoch === this.epoch + 1 && this.early.length < EARLY_MAX) this.early.push(letter);
      return this.want(from);
    }
    const seat = seatOf(this.planned, from);
    if (seat !== undefined && this.engine !== undefined) this.give({ kind: 'message', from: seat, bytes, nowMs: this.world.nowMs });
  }

  /** 3. The next epoch begins on a block that is on disk. */
  private enter(epoch: number): void {
    this.stopEngine();
    this.epoch = epoch;
    const seat = seatOf(this.planned, this.number);
    const { committee, keys, seats } = this.planned;
    if (seat !== undefined) {
      const epochView = this.disk.chain.filter((block) => block.epoch < epoch || block.height === 0).at(-1)!.view;
      const past = { epochView, blocks: this.disk.chain.filter((block) => block.epoch === epoch && block.height > 0) };
      const certificate = this.endsEpoch(this.final) ? undefined : this.disk.certified.get(this.final.height)?.certificate;
      const engine = new BftEngine(
        { chainId: this.world.chainId, committee, seat, parameters: VIEW_TIMERS, topology: this.world.topology, blockBytesMax: 4096 },
        { sign: (message) => keys.sign(seats[seat]!.key, message), scheme: keys.scheme, readBlock: (bytes) => this.read(bytes) },
        { log: this.disk.log.map(({ record }) => record), final: this.final, certificate, past },
      );
      this.engine = engine;
      this.effects = this.newEffects(engine);
      this.give({ kind: 'started', nowMs: this.world.nowMs });
      for (const { machine } of seats) if (machine !== this.number) this.world.ifConnected(this.number, machine, () => this.connected(machine));
      if (this.pool.size > 0) this.tellWork();
    }
    for (const letter of this.early.splice(0)) this.receive(letter);
  }

  private stopEngine(): void {
    this.engine = undefined;
    this.effects = undefined;
    this.timers = new Map();
    this.waiting = [];
  }

  /** Effects that still wait for the disk when their engine is no more are dropped. */
  private newEffects(engine: BftEngine): EffectQueue {
    return new EffectQueue({
      perform: (effect) => (this.engine === engine ? this.perform(effect) : undefined),
      persist: (records, then) => this.persist(records, then),
      sendsBeforePersist: false,
    });
  }

  private give(event: EngineEvent): void {
    const effects = this.engine!.step(event);
    if (effects.length > 0) this.effects!.add(effects);
  }

  private perform(effect: EngineEffect): void {
    switch (effect.kind) {
      case 'send':
        return this.say(effect.to, effect.bytes);
      case 'set-timer':
        return this.setTimer(effect.name, effect.afterMs);
      case 'cancel-timer':
        return void this.timers.delete(effect.name);
      case 'build':
        return this.soon(() => this.give({ kind: 'built', view: effect.view, block: this.build(effect), nowMs: this.world.nowMs }));
      case 'check':
        return this.soon(() => this.check(readEpochBlock(effect.block.bytes)!));
      case 'final':
        return this.finalIs(effect.blockId, effect.certificate);
      case 'behind':
        return this.wantAll();
      case 'blame':
        return this.world.invariants.blames(this.number, this.epoch, effect.seat, effect.evidence);
      case 'prune':
        return this.afterCommits(() => this.disk.prune(effect.upToView));
      case 'persist':
      case 'head':
    }
  }

  private say(to: number | 'all', bytes: Bytes): void {
    this.world.invariants.sent(this.number, this.epoch, bytes, this.disk.final.height);
    for (const [seat, { machine }] of this.planned.seats.entries()) {
      if (machine === this.number || (to !== 'all' && to !== seat)) continue;
      for (const said of this.world.twist(this.number, this.planned, seat, bytes)) this.world.send(this.number, machine, { kind: 'engine', from: this.number, epoch: this.epoch, bytes: said });
    }
  }

  /** A block is wanted whose parent ends the epoch: then it can only close it. */
  private build({ view, parentId, heartbeat }: Build): EpochBlock | undefined {
    const parent = this.get(parentId);
    if (parent === undefined) return undefined;
    const closes = this.isOver(parent) && this.world.bug !== 'a block of the next epoch may follow before its time';
    if (closes && this.world.bug === 'the old committee cannot finish') return undefined;
    const taken = new Set(this.path(parent).flatMap(({ transactions }) => transactions));
    const transactions = closes ? [] : [...this.pool].filter((it) => !taken.has(it) && !this.done.has(it)).slice(0, 5);
    if (transactions.length === 0 && !heartbeat) return undefined;
    const proposer = seatOf(this.planned, this.number)!;
    const block = makeEpochBlock({ parentId, height: parent.height + 1, epoch: this.epoch, closes, view, proposer, timeMs: Math.max(this.world.nowMs, parent.timeMs + 1), transactions });
    this.valid.set(toHex(block.id), block);
    return block;
  }

  private check(block: EpochBlock): void {
    const parent = this.get(block.parentId);
    if (parent === undefined) return void this.waiting.push(block);
    const mayFollow = this.world.bug === 'a block of the next epoch may follow before its time' || block.closes === this.isOver(parent);
    const valid = mayFollow && block.epoch === this.epoch && block.height === parent.height + 1 && block.view > parent.view;
    if (valid) this.valid.set(toHex(block.id), block);
    this.give({ kind: 'checked', blockId: block.id, valid, nowMs: this.world.nowMs });
    if (valid) for (const child of this.waiting.splice(0)) this.check(child);
  }

  private finalIs(id: Hash, certificate: Bytes): void {
    const path = this.path(this.get(id));
    const closes = path.findIndex((block) => block.closes);
    const cut = closes < 0 || this.world.bug === 'closing blocks count as blocks' ? path.length : closes;
    const [blocks, closing] = [path.slice(0, cut), path.slice(cut)];
    const last = blocks.at(-1);
    if (last === undefined) return;
    this.world.invariants.final(this.number, blocks, closing, certificate);
    this.final = last;
    for (const transaction of blocks.flatMap(({ transactions }) => transactions)) this.done.add(transaction);
    for (const transaction of this.done) this.pool.delete(transaction);
    this.commit({ blocks, closing, certificate });
    if (!this.endsEpoch(last)) return this.tellWork();
    this.stopEngine(); // 1
    this.valid.clear();
    const begin = (): void => (this.running && this.epoch < this.epochAfter(this.final) ? this.enter(this.epochAfter(this.final)) : undefined);
    if (this.world.bug === 'the next epoch begins before the last block is on disk') begin();
    else this.afterCommits(begin); // 2
  }

  private commit(committed: Committed): void {
    this.commits.push(committed);
    this.undurable += 1;
    if (this.world.losesPower(this.number)) return;
    this.later(this.world.random.between(100, 20_000), () => {
      this.disk.commit(this.commits.shift()!);
      this.undurable -= 1;
      this.world.others(this.number, (machine) => this.world.send(this.number, machine, { kind: 'height', from: this.number, height: this.disk.final.height }));
      if (this.undurable === 0) for (const call of this.callbacks.splice(0)) call();
    });
  }
  private afterCommits(call: () => void): void {
    const { life } = this;
    const guarded = (): void => (this.life === life ? call() : undefined);
    if (this.undurable === 0) guarded();
    else this.callbacks.push(guarded);
  }

  /** Asks for what is missing, and another machine a little later if nothing came of it. */
  private want(machine: number): void {
    if (this.world.schedule.nowUs < this.wantsAgainUs) return;
    this.wantsAgainUs = this.world.schedule.nowUs + WANT_PAUSE_US;
    this.world.send(this.number, machine, { kind: 'want', from: this.number, height: this.final.height });
    this.later(WANT_PAUSE_US, () => (this.claimed > this.final.height ? this.want(this.world.random.below(this.world.plan.machines)) : undefined));
  }

  private wantAll(): void {
    this.world.others(this.number, (machine) => {
      this.wantsAgainUs = 0;
      this.want(machine);
    });
  }

  /** Blocks after a height, up to one with a certificate, and not beyond the end of an epoch; none once they are pruned. */
  private serve(to: number, height: number): void {
    const forged = this.world.forge(this.number, height, this.disk.chain[height]);
    if (forged !== undefined) return this.world.send(this.number, to, forged);
    if (height + 1 < this.world.keptFrom(this.number)) return;
    for (let at = height + 1; at <= this.disk.final.height; at += 1) {
      const committed = this.disk.certified.get(at);
      if (committed === undefined) continue;
      const blocks = [...this.disk.chain.slice(height + 1, at + 1), ...committed.closing].map(({ bytes }) => bytes);
      return this.world.send(this.number, to, { kind: 'batch', from: this.number, blocks, certificate: committed.certificate });
    }
  }

  private follow(batch: readonly Bytes[], certificate: Bytes): void {
    const epoch = this.epochAfter(this.final);
    const blocks = batch.map((bytes) => this.read(bytes)).filter((block) => block !== undefined && block.height > this.final.height && !(block.closes && block.epoch < epoch)) as EpochBlock[];
    let parent = this.final;
    for (const block of blocks) {
      const isNext = block.epoch === epoch && block.closes === (this.endsEpoch(parent) && parent !== this.final) && toHex(block.parentId) === toHex(parent.id);
      if (!isNext) return;
      parent = block;
    }
    const trusted = this.world.bug === 'the committee before may certify too' ? [epoch, epoch - 1] : [epoch];
    if (blocks.length === 0 || !trusted.some((it) => it >= 0 && certifies(this.world.plan.epochs[it]!, certificate, parent, this.world.chainId))) return;
    for (const block of blocks) this.valid.set(toHex(block.id), block);
    const before = this.epoch;
    this.finalIs(parent.id, certificate);
    if (this.engine !== undefined && this.epoch === before && !this.endsEpoch(this.final)) this.give({ kind: 'advanced', block: this.final, blocks, certificate, nowMs: this.world.nowMs });
    if (this.claimed > this.final.height) this.wantAll();
  }

  private get(id: Hash): EpochBlock | undefined {
    const key = toHex(id);
    return key === toHex(this.final.id) ? this.final : this.valid.get(key);
  }

  /** The block and its ancestors above the final one, oldest first. */
  private path(newest: EpochBlock | undefined): EpochBlock[] {
    const path: EpochBlock[] = [];
    for (let at = newest; at !== undefined && at !== this.final; at = this.get(at.parentId)) path.push(at);
    return path.reverse();
  }

  private read(bytes: Bytes): EpochBlock | undefined {
    return readEpochBlock(bytes);
  }

  private persist(records: readonly Persist[], then: () => void): void {
    for (const { view, record } of records) this.disk.append(view, record);
    if (this.world.losesPower(this.number)) return;
    this.later(this.world.random.between(50, 3_000), () => {
      this.disk.sync();
      then();
    });
  }

  private setTimer(name: string, afterMs: number): void {
    this.timersSet += 1;
    const mine = this.timersSet;
    this.timers.set(name, mine);
    this.later(afterMs * 1000, () => {
      if (this.timers.get(name) !== mine || this.engine === undefined) return;
      this.timers.delete(name);
      this.give({ kind: 'timer', name, nowMs: this.world.nowMs });
    });
  }

  private tellWork(): void {
    if (this.engine !== undefined) this.give({ kind: 'work', waiting: this.pool.size > 0, nowMs: this.world.nowMs });
  }

  /** Work for the engine, unless there is another one by then. */
  private soon(action: () => void): void {
    const { engine } = this;
    this.later(this.world.random.between(100, 2_000), () => (this.engine === engine ? action() : undefined));
  }

  private later(delayUs: number, action: () => void): void {
    const { life } = this;
    this.world.schedule.after(delayUs, () => {
      if (this.life === life) action();
    });
  }
}
