import { taggedHash } from '../../../crypto/hash';
import { utf8, type Bytes, type Hash } from '../../../primitives/bytes';
import type { TopologyParameters } from '../../../protocol/genesis';
import { GOOD_LINKS } from '../links';
import { Random } from '../random';
import type { Violation } from '../sim-engine';
import { VirtualWorld } from '../virtual-world';
import type { EpochBlock } from './epoch-block';
import { EpochInvariants } from './epoch-invariants';
import { EpochMachine } from './epoch-machine';
import { planOf, type EpochPlan, type PlannedEpoch } from './epoch-plan';
import { forgeNextBlock, voteTwice } from './misdeeds';
import type { EpochBug, Letter, Misdeed, Surroundings } from './surroundings';

/** What is left where old blocks are pruned. */
const KEPT_BLOCKS = 4;

/** Machines under a plan of committees, over a mesh or a tree, some of which prune and one of which joins late, in virtual time. */
export class EpochWorld extends VirtualWorld implements Surroundings {
  readonly plan: EpochPlan;
  readonly chainId: Hash;
  readonly invariants: EpochInvariants;
  readonly machines: readonly EpochMachine[];
  readonly misdeed: Misdeed;
  readonly topology: TopologyParameters;
  /** Starts when the attack is over, with nothing; -1: everybody is there from the beginning. */
  readonly lateJoiner: number;
  private readonly culprit: number;
  /** Machines that prune; the archive, an honest one, does not. */
  private readonly pruning: ReadonlySet<number>;
  private readonly archive: number;

  constructor(
    seed: number,
    readonly bug: EpochBug | undefined = undefined,
  ) {
    super(seed);
    this.plan = planOf(this.random);
    this.chainId = taggedHash('simulated epochs', utf8(String(seed)));
    this.misdeed = this.random.pick<Misdeed>(['none', 'forger', 'double voter']);
    this.culprit = this.misdeed === 'none' ? -1 : this.random.below(this.plan.machines);
    this.invariants = new EpochInvariants(this.chainId, this.plan, (machine) => machine !== this.culprit);
    const surprise = new Random(seed, 6);
    this.topology = surprise.chance(500) ? { kind: 'mesh' } : { kind: 'tree', gateways: surprise.between(1, 4) };
    const [archive, ...others] = surprise.shuffled(Array.from({ length: this.plan.machines }, (_, machine) => machine).filter((machine) => machine !== this.culprit));
    this.archive = archive!;
    this.pruning = new Set(others.filter(() => surprise.chance(600)));
    this.lateJoiner = surprise.chance(500) ? surprise.pick(others) : -1;
    this.machines = Array.from({ length: this.plan.machines }, (_, number) => new EpochMachine(number, this));
  }

  /** What makes this life harder than another. */
  get hardships(): readonly string[] {
    return [this.topology.kind, ...(this.pruning.size > 0 ? ['pruning'] : []), ...(this.lateJoiner >= 0 ? ['late joiner'] : []), this.misdeed];
  }

  get nowMs(): number {
    return this.elapsedMs;
  }

  get violations(): readonly Violation[] {
    return this.invariants.violations;
  }

  get honest(): readonly EpochMachine[] {
    return this.machines.filter(({ number }) => number !== this.culprit);
  }

  start(): void {
    for (const machine of this.machines) if (machine.number !== this.lateJoiner) machine.start();
  }

  stop(number: number): void {
    this.trace.number(number);
    if (this.machines[number]!.isRunning) this.machines[number]!.crash();
  }

  restart(number: number): void {
    const machine = this.machines[number]!;
    if (machine.isRunning) return;
    this.trace.number(~number);
    machine.start();
    this.announce();
  }

  heal(): void {
    this.powerLossPermille = 0;
    this.links.partition(undefined);
    this.links.conditions = GOOD_LINKS;
    this.announce();
  }

  /** Everybody hears of a transaction. */
  submit(transaction: number): void {
    for (const machine of this.machines) machine.submit(transaction);
  }

  send(from: number, to: number, letter: Letter): void {
    this.carry(from, to, letter.kind === 'engine' ? letter.bytes : undefined, () => this.machines[to]!.receive(letter));
  }

  others(number: number, call: (machine: number) => void): void {
    for (const machine of this.machines) if (machine.number !== number) call(machine.number);
  }

  ifConnected(from: number, to: number, call: () => void): void {
    if (this.links.areConnected(from, to)) call();
  }

  losesPower(number: number): boolean {
    if (!this.random.chance(this.powerLossPermille)) return false;
    this.stop(number);
    this.schedule.after(this.random.between(1_000, 300_000), () => this.restart(number));
    return true;
  }

  /** Nobody prunes what the archive has not got yet: then it would be nowhere. */
  keptFrom(number: number): number {
    const [own, archived] = [number, this.archive].map((machine) => this.machines[machine]!.disk.final.height);
    return this.pruning.has(number) ? Math.min(own!, archived!) - KEPT_BLOCKS : 0;
  }

  /** What a machine serves after the end of an epoch, if it is the forger. */
  forge(machine: number, height: number, last: EpochBlock | undefined): Letter | undefined {
    const before = this.plan.epochs.find(({ lastHeight }) => lastHeight === height);
    if (this.misdeed !== 'forger' || machine !== this.culprit || before === undefined || last === undefined) return undefined;
    const { block, certificate } = forgeNextBlock(this.chainId, before, last);
    return { kind: 'batch', from: machine, blocks: [block], certificate };
  }

  /** A double voter tells its second vote to every second seat. */
  twist(machine: number, epoch: PlannedEpoch, to: number, bytes: Bytes): readonly Bytes[] {
    if (this.misdeed !== 'double voter' || machine !== this.culprit || to % 2 === 0) return [bytes];
    return voteTwice(this.chainId, epoch, bytes);
  }

  private announce(): void {
    for (const machine of this.machines) this.others(machine.number, (other) => this.ifConnected(other, machine.number, () => machine.connected(other)));
  }

  protected crashed(what: string): void {
    this.invariants.violate('crash', what);
  }
}
