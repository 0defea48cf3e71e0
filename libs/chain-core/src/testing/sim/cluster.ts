import type { Bytes } from '../../primitives/bytes';
import type { BlockRef, Engine } from '../../consensus/engine';
import { taggedHash } from '../../crypto/hash';
import { utf8 } from '../../primitives/bytes';
import type { Committee } from '../../protocol/vote';
import type { Byzantine, ByzantineFactory } from './byzantine';
import { Invariants } from './invariants';
import { GOOD_LINKS, type LinkConditions } from './links';
import { readSimBlock } from './sim-block';
import type { Violation } from './sim-engine';
import { SimNode } from './sim-node';
import type { Habits } from './sim-node-options';
import { TOY_LISTS, type SimKeys } from './sim-keys';
import { VirtualWorld } from './virtual-world';
import type { DiskFault, EngineFactory, Envelope, Restored, World } from './world';

/** Makes an engine for a seat of a simulated committee. `readBlock` must be used, so that the invariants see every block. */
export type MakeEngine = (setup: EngineSetup) => Engine;
export interface EngineSetup {
  readonly chainId: Uint8Array;
  readonly committee: Committee;
  readonly keys: SimKeys;
  readonly seat: number;
  readonly restored: Restored;
  readonly readBlock: (bytes: Bytes) => BlockRef | undefined;
}

export interface SimClusterOptions {
  readonly seed: number;
  readonly nodes: number;
  readonly makeEngine: MakeEngine;
  /** Which seats misbehave, and how. */
  readonly byzantine?: ReadonlyMap<number, ByzantineFactory>;
  readonly habits?: Habits;
  /** How seats sign; default: toy keys and certificates that list signatures. */
  readonly keys?: SimKeys;
  /** Clocks differ by up to this much and drift by up to 1000 ppm, and timers run up to 5 % fast or slow. */
  readonly clockSkewMs?: number;
  /** Seats whose disks do more wrong than tearing the last write, and what. They misbehave without wanting to: they count like Byzantine ones. */
  readonly weakDisks?: ReadonlyMap<number, DiskFault>;
  /** One seat loses power at exactly this write to its disk, counted from 1. */
  readonly powerLossAt?: { readonly seat: number; readonly write: number };
}

/** A committee in virtual time, driven with verbs. The invariants watch from the first event on. */
export class SimCluster extends VirtualWorld implements World {
  readonly invariants: Invariants;
  readonly committee: Committee;
  readonly keys: SimKeys;
  /** By seat; undefined where a Byzantine double sits. */
  readonly nodes: readonly (SimNode | undefined)[];
  messages = 0;
  /** Transactions stay with the node they were given to. */
  losesGossip = false;
  /** Writes to disk so far, by seat. */
  readonly writes: number[];
  private readonly doubles = new Map<number, Byzantine>();
  private readonly chainId: Uint8Array;

  constructor(private readonly options: SimClusterOptions) {
    super(options.seed);
    this.writes = new Array<number>(options.nodes).fill(0);
    this.keys = options.keys ?? TOY_LISTS;
    this.chainId = taggedHash('simulated chain', utf8(String(options.seed)));
    const seats = Array.from({ length: options.nodes }, (_, seat) => ({ votingKey: this.keys.publicKey(seat), nodeKey: TOY_LISTS.publicKey(seat) }));
    this.committee = { epoch: 0, scheme: this.keys.scheme.name, seats };
    const keepsAll = (seat: number): boolean => !options.byzantine?.has(seat) && !options.weakDisks?.has(seat);
    this.invariants = new Invariants(this.chainId, this.committee, this.keys, (seat) => !options.byzantine?.has(seat), keepsAll);
    this.nodes = seats.map((_, seat) => (options.byzantine?.has(seat) ? undefined : this.makeNode(seat)));
    for (const [seat, make] of options.byzantine ?? []) this.doubles.set(seat, make({ world: this, seat, chainId: this.chainId, committee: this.committee, makeNode: (salt, reaches, habits) => this.makeNode(seat, salt, reaches, habits ?? {}) }));
  }

  get seats(): number {
    return this.options.nodes;
  }

  get nowMs(): number {
    return this.elapsedMs;
  }

  get honest(): SimNode[] {
    return this.nodes.filter((node) => node !== undefined);
  }

  get violations(): readonly Violation[] {
    return this.invariants.violations;
  }

  start(): void {
    for (const double of this.doubles.values()) double.start();
    for (const node of this.honest) node.start();
  }

  stop(seat: number): void {
    this.trace.number(seat);
    if (this.nodes[seat]?.isRunning) this.nodes[seat].crash();
  }

  restart(seat: number): void {
    const node = this.nodes[seat];
    if (node === undefined || node.isRunning) return;
    this.trace.number(~seat);
    node.start();
    this.announce();
  }

  partition(...groups: readonly (readonly number[])[]): void {
    const groupOf = Array.from({ length: this.seats }, (_, seat) => groups.findIndex((group) => group.includes(seat)));
    this.links.partition(groupOf);
  }

  /** `silently`: nobody notices. What was lost must be said again without a new connection. */
  heal(conditions: LinkConditions = GOOD_LINKS, silently = false): void {
    this.powerLossPermille = 0;
    this.links.partition(undefined);
    this.links.conditions = conditions;
    if (!silently) this.announce();
  }

  /** Hands a transaction to one running honest node, as a client would. */
  submit(transaction: number, seat = this.random.below(this.seats)): void {
    const running = this.honest.filter((node) => node.isRunning);
    const node = running.find((it) => it.seat === seat) ?? running[0];
    node?.submit(transaction);
  }

  /** Runs until every running honest node has the transaction in its final chain; a violation of liveness if that takes too long. */
  expectFinal(transaction: number, withinMs: number): boolean {
    const isDone = (): boolean => this.honest.every((node) => !node.isRunning || node.isFinal(transaction));
    const done = this.run(this.nowMs + withinMs, isDone);
    if (!done && this.violations.length === 0) this.invariants.violate('liveness', `transaction ${transaction} is not final after ${withinMs} ms; ${this.describe()}`);
    return done;
  }

  /** Looks into every honest node's disk, and at what it holds against others. */
  inspect(): void {
    for (const node of this.honest) {
      this.invariants.inspect(node.seat, node.disk.chain, node.disk.certificates);
      this.invariants.distrusts(node.seat, node.status()?.distrusted ?? []);
    }
  }

  describe(): string {
    return this.honest.map((node) => `${node.seat}:${JSON.stringify(node.status() ?? 'down')}`).join(' ');
  }

  send(from: number, to: number, envelope: Envelope): void {
    this.messages += 1;
    if (envelope.kind === 'gossip' && this.losesGossip) return;
    this.carry(from, to, envelope.kind === 'engine' ? envelope.bytes : undefined, () => (this.nodes[to] ?? this.doubles.get(to))!.receive(from, envelope));
  }

  losesPower(seat: number): boolean {
    if (this.nodes[seat] === undefined) return false;
    this.writes[seat]! += 1;
    const { powerLossAt } = this.options;
    const isPicked = powerLossAt?.seat === seat && powerLossAt.write === this.writes[seat];
    if (!isPicked && !this.random.chance(this.powerLossPermille)) return false;
    this.stop(seat);
    this.schedule.after(this.random.between(1_000, 300_000), () => this.restart(seat));
    return true;
  }

  diskFault(seat: number): DiskFault | undefined {
    return this.options.weakDisks?.get(seat);
  }

  verifyFinality(block: BlockRef, certificate: Bytes): boolean {
    return this.invariants.isFinalised(block, certificate);
  }

  protected crashed(what: string): void {
    this.invariants.violate('crash', what);
  }

  /** Connections come up again: every node hears of every seat it reaches. */
  private announce(): void {
    for (const node of this.honest) {
      for (let seat = 0; seat < this.seats; seat += 1) if (seat !== node.seat && this.links.areConnected(seat, node.seat)) node.connected(seat);
    }
  }

  private makeNode(seat: number, salt = 0, reaches: (seat: number) => boolean = () => true, habits = this.options.habits ?? {}): SimNode {
    const factory: EngineFactory = (_, restored) =>
      this.options.makeEngine({ chainId: this.chainId, committee: this.committee, keys: this.keys, seat, restored, readBlock: (bytes) => this.readBlock(bytes) });
    const skew = this.options.clockSkewMs ?? 0;
    const clockAheadMs = skew === 0 ? 0 : this.random.below(skew * 2 + 1);
    const driftPpm = skew === 0 ? 0 : this.random.between(-1000, 1000);
    const timerPermille = skew === 0 ? 1000 : this.random.between(950, 1050);
    return new SimNode({ seat, factory, habits, clockAheadMs, driftPpm, timerPermille, salt, reaches }, this, this.invariants);
  }

  private readBlock(bytes: Bytes): BlockRef | undefined {
    const block = readSimBlock(bytes);
    if (block !== undefined) this.invariants.saw(block);
    return block;
  }
}
