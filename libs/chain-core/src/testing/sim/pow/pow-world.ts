import { Executor, makeGenesis } from '../../../execution';
import { ModuleRegistry } from '../../../module/registry';
import { ExecutedBlock } from '../../../node/executed-block';
import type { WorkSyncMessage } from '../../../node/work-sync-messages';
import type { Bytes } from '../../../primitives/bytes';
import type { GenesisDocument } from '../../../protocol/genesis';
import type { SealedTransaction } from '../../../protocol/transaction';
import { StateBase } from '../../../state/state-base';
import { GOOD_LINKS, type LinkConditions } from '../links';
import type { Violation } from '../sim-engine';
import { VirtualWorld } from '../virtual-world';
import { PowInvariants } from './pow-invariants';
import type { PowHabits } from './habits';
import { PowNode } from './pow-node';

/** A double that is no node of its own: it speaks to the nodes as it likes. */
export interface Double {
  receive(from: number, bytes: Bytes): void;
  /** What is said about states and headers. */
  hear?(from: number, kind: WorkSyncMessage, payload: Bytes): void;
  connected(peer: number): void;
  disconnected?(peer: number): void;
}
export type MakeDouble = (world: PowWorld, index: number) => Double;

export interface PowWorldOptions {
  readonly seed: number;
  readonly genesis: GenesisDocument;
  /** By index; honest ones first. */
  readonly honest: readonly PowHabits[];
  readonly doubles?: readonly MakeDouble[];
}

/** Nodes in virtual time, driven with verbs. The invariants watch from the first event on. */
export class PowWorld extends VirtualWorld {
  readonly executor: Executor;
  readonly genesis: GenesisDocument;
  readonly invariants: PowInvariants;
  readonly honest: readonly PowNode[];
  readonly doubles: readonly Double[];
  /** Doubles that an honest node has dropped. */
  readonly guilty = new Set<number>();
  /** All that mine, doubles too. */
  readonly miners: PowNode[] = [];
  /** How often the session between two has ended. */
  private readonly sessions = new Map<number, number>();
  private readonly modules = new ModuleRegistry([]).check([]);
  private readonly startMs: number;

  constructor(options: PowWorldOptions) {
    super(options.seed);
    this.genesis = options.genesis;
    // Genesis is older than the chain's first block: time that somebody could use to make work easy.
    this.startMs = options.genesis.createdAtMs + 24 * 3_600_000;
    this.executor = new Executor(options.genesis, this.modules);
    this.invariants = new PowInvariants(this, this.genesisBlock());
    this.honest = options.honest.map((habits, index) => new PowNode(index, this, habits));
    this.doubles = (options.doubles ?? []).map((make, i) => make(this, this.honest.length + i));
  }

  get size(): number {
    return this.honest.length + this.doubles.length;
  }

  get nowMs(): number {
    return this.startMs + this.elapsedMs;
  }

  get violations(): readonly Violation[] {
    return this.invariants.violations;
  }

  genesisBlock(base = new StateBase()): ExecutedBlock {
    const { block, state, blockResult } = makeGenesis(this.genesis, this.modules, base);
    return new ExecutedBlock(block, state, [blockResult]);
  }

  isHonest(index: number): boolean {
    return index < this.honest.length;
  }

  start(index: number): void {
    const node = this.honest[index]!;
    this.trace.number(index);
    this.invariants.restarts(node);
    node.start();
    for (let peer = 0; peer < this.size; peer += 1) if (peer !== index) this.meet(index, peer);
  }

  stop(index: number): void {
    this.trace.number(~index);
    this.honest[index]!.crash();
    for (let peer = 0; peer < this.size; peer += 1) {
      this.endSession(index, peer);
      this.partyOf(peer).disconnected?.(index);
    }
  }

  mine(on: boolean): void {
    for (const node of this.miners) node.mine(on);
  }

  partition(...groups: readonly (readonly number[])[]): void {
    this.links.partition(Array.from({ length: this.size }, (_, index) => groups.findIndex((group) => group.includes(index))));
  }

  heal(conditions: LinkConditions = GOOD_LINKS): void {
    this.powerLossPermille = 0;
    this.links.partition(undefined);
    this.links.conditions = conditions;
    for (let a = 0; a < this.size; a += 1) for (let b = 0; b < a; b += 1) this.meet(a, b);
  }

  send(from: number, to: number, bytes: Bytes): void {
    this.carry(from, to, bytes, () => this.partyOf(to).receive(from, bytes));
  }

  /** As in a session of the wire: what is under way when it ends is never heard. */
  tell(from: number, to: number, kind: WorkSyncMessage, payload: Bytes): void {
    const session = this.sessionOf(from, to);
    this.carry(from, to, payload, () => {
      if (this.sessionOf(from, to) === session) this.partyOf(to).hear?.(from, kind, payload);
    });
  }

  /** As when a network is cut: sessions end, too. */
  cut(...groups: readonly (readonly number[])[]): void {
    this.partition(...groups);
    for (let a = 0; a < this.size; a += 1) {
      for (let b = 0; b < this.size; b += 1) {
        if (this.links.areConnected(a, b)) continue;
        this.endSession(a, b);
        this.partyOf(a).disconnected?.(b);
      }
    }
  }

  /** To one node, which tells the others. */
  submit(transaction: SealedTransaction, to = this.random.below(this.honest.length)): void {
    this.honest[to]!.offer(transaction);
    for (const node of this.honest) if (node.index !== to) this.links.carry(to, node.index, () => node.offer(transaction));
  }

  /** The guilty one comes back after a while; an honest one is never dropped by an honest one. */
  dropped(node: PowNode, peer: number, reason: string): void {
    if (!this.isHonest(node.index)) return;
    if (this.isHonest(peer)) return this.invariants.violate('blame', `node ${node.index} dropped honest node ${peer}: ${reason}`);
    this.guilty.add(peer);
    this.endSession(node.index, peer);
    node.disconnected(peer);
    this.schedule.after(10_000_000, () => this.meet(node.index, peer));
  }

  losesPower(node: PowNode): boolean {
    if (!this.isHonest(node.index) || !this.random.chance(this.powerLossPermille)) return false;
    this.stop(node.index);
    this.schedule.after(this.random.between(1_000_000, 30_000_000), () => this.honest[node.index]!.isRunning || this.start(node.index));
    return true;
  }

  failed(error: unknown): void {
    this.crashed(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }

  private sessionOf(a: number, b: number): number {
    return this.sessions.get(Math.min(a, b) * this.size + Math.max(a, b)) ?? 0;
  }

  private endSession(a: number, b: number): void {
    this.sessions.set(Math.min(a, b) * this.size + Math.max(a, b), this.sessionOf(a, b) + 1);
  }

  private meet(a: number, b: number): void {
    if (!this.links.areConnected(a, b)) return;
    const [first, second] = [this.partyOf(a), this.partyOf(b)];
    if (first.isRunning === false || second.isRunning === false) return;
    first.connected(b);
    second.connected(a);
  }

  private partyOf(index: number): Double & { readonly isRunning?: boolean } {
    return this.honest[index] ?? this.doubles[index - this.honest.length]!;
  }

  protected crashed(what: string): void {
    this.invariants.violate('crash', what);
  }
}
