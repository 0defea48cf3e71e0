import type { Bytes, Hash } from '../../../primitives/bytes';
import { Life } from '../life';
import { EpochBlocks } from './epoch-blocks';
import { EpochCommits } from './epoch-commits';
import { EpochDisk } from './epoch-disk';
import { EpochFetch } from './epoch-fetch';
import { seatOf, type PlannedEpoch } from './epoch-plan';
import { EpochPool } from './epoch-pool';
import { EpochSeat } from './epoch-seat';
import type { Letter, Surroundings } from './surroundings';

const EARLY_MAX = 64;

/** One machine: follows its committee as node/epochs.ts says, with a disk that takes time and power that can fail. */
export class EpochMachine {
  readonly disk = new EpochDisk();
  private readonly life: Life;
  private readonly blocks: EpochBlocks;
  private readonly pool = new EpochPool();
  private readonly commits: EpochCommits;
  private readonly fetch: EpochFetch;
  private running = false;
  private epoch = 0;
  /** In the present committee; undefined: it has none there, or waits for the next epoch. */
  private seat: EpochSeat | undefined;
  /** What was said in the next epoch already. */
  private early: Letter[] = [];

  constructor(
    readonly number: number,
    private readonly world: Surroundings,
  ) {
    const { disk } = this;
    const life = (this.life = new Life(world.schedule));
    const blocks = (this.blocks = new EpochBlocks(world.plan));
    this.commits = new EpochCommits(number, { disk, life, world, onDurable: () => world.others(number, (machine) => this.tellHeight(machine)) });
    this.fetch = new EpochFetch(number, { disk, blocks, life, world });
  }

  get isRunning(): boolean {
    return this.running;
  }

  get finalHeight(): number {
    return this.blocks.final.height;
  }

  isFinal(transaction: number): boolean {
    return this.pool.isFinal(transaction);
  }

  describe(): string {
    return `${this.number}:${this.running ? `e${this.epoch} h${this.finalHeight} v${this.seat?.view ?? '-'}` : 'down'}`;
  }

  start(): void {
    this.running = true;
    this.blocks.final = this.disk.final;
    this.pool.start(this.disk.chain.flatMap(({ transactions }) => transactions));
    this.enter(this.blocks.epochAfter(this.blocks.final));
  }

  /** The power fails. */
  crash(): void {
    this.running = false;
    this.life.end();
    this.leave();
    this.disk.crash(this.world.random);
    this.commits.clear();
    this.blocks.clear();
    this.pool.clear();
    this.early = [];
  }

  connected(machine: number): void {
    if (!this.running) return;
    const seat = seatOf(this.planned, machine);
    if (seat !== undefined) this.seat?.give({ kind: 'connected', seat, nowMs: this.world.nowMs });
    this.tellHeight(machine);
  }

  submit(transaction: number): void {
    if (!this.running || this.pool.isFinal(transaction)) return;
    this.pool.add(transaction);
    this.seat?.tellWork();
  }

  receive(letter: Letter): void {
    if (!this.running) return;
    switch (letter.kind) {
      case 'engine':
        return this.hear(letter);
      case 'height':
        return this.fetch.heard(letter.from, letter.height);
      case 'want':
        return this.fetch.serve(letter.from, letter.height);
      case 'batch':
        return this.follow(letter.blocks, letter.certificate);
    }
  }

  private get planned(): PlannedEpoch {
    return this.world.plan.epochs[this.epoch]!;
  }

  private tellHeight(machine: number): void {
    this.world.send(this.number, machine, { kind: 'height', from: this.number, height: this.disk.final.height });
  }

  private hear(letter: Extract<Letter, { kind: 'engine' }>): void {
    const { from, epoch, bytes } = letter;
    if (epoch < this.epoch) return this.tellHeight(from);
    if (epoch > this.epoch) {
      if (epoch === this.epoch + 1 && this.early.length < EARLY_MAX) this.early.push(letter);
      return this.fetch.want(from);
    }
    const seat = seatOf(this.planned, from);
    if (seat !== undefined) this.seat?.give({ kind: 'message', from: seat, bytes, nowMs: this.world.nowMs });
  }

  /** 3. The next epoch begins on a block that is on disk. */
  private enter(epoch: number): void {
    this.leave();
    this.epoch = epoch;
    const seat = seatOf(this.planned, this.number);
    if (seat !== undefined) this.takeSeat(seat);
    for (const letter of this.early.splice(0)) this.receive(letter);
  }

  private takeSeat(seat: number): void {
    const { world, life, disk, blocks, pool } = this;
    this.seat = new EpochSeat({ machine: this.number, epoch: this.epoch, seat }, {
      world, life, disk, blocks, pool,
      onFinal: (blockId, certificate) => this.finalIs(blockId, certificate),
      onBehind: () => this.fetch.wantAll(),
      afterCommits: (call) => this.commits.afterAll(call),
    });
    this.seat.give({ kind: 'started', nowMs: world.nowMs });
    for (const { machine } of this.planned.seats) if (machine !== this.number) world.ifConnected(this.number, machine, () => this.connected(machine));
    if (pool.size > 0) this.seat?.tellWork();
  }

  private leave(): void {
    this.seat?.leave();
    this.seat = undefined;
  }

  private finalIs(id: Hash, certificate: Bytes): void {
    const { blocks: known, pool, world } = this;
    const path = known.path(known.get(id));
    const closes = path.findIndex((block) => block.closes);
    const cut = closes < 0 || world.bug === 'closing blocks count as blocks' ? path.length : closes;
    const [blocks, closing] = [path.slice(0, cut), path.slice(cut)];
    const last = blocks.at(-1);
    if (last === undefined) return;
    world.invariants.final(this.number, blocks, closing, certificate);
    known.final = last;
    pool.finalise(blocks.flatMap(({ transactions }) => transactions));
    this.commits.push({ blocks, closing, certificate });
    if (!known.endsEpoch(last)) return this.seat?.tellWork();
    this.leave(); // 1
    known.clear();
    const begin = (): void => (this.running && this.epoch < known.epochAfter(known.final) ? this.enter(known.epochAfter(known.final)) : undefined);
    if (world.bug === 'the next epoch begins before the last block is on disk') begin();
    else this.commits.afterAll(begin); // 2
  }

  private follow(batch: readonly Bytes[], certificate: Bytes): void {
    const { blocks: known, epoch } = this;
    const blocks = this.fetch.accept(batch, certificate);
    const last = blocks.at(-1);
    if (last === undefined) return;
    for (const block of blocks) known.add(block);
    this.finalIs(last.id, certificate);
    if (this.epoch === epoch && !known.endsEpoch(known.final)) this.seat?.give({ kind: 'advanced', block: known.final, blocks, certificate, nowMs: this.world.nowMs });
    if (this.fetch.isBehind) this.fetch.wantAll();
  }
}
