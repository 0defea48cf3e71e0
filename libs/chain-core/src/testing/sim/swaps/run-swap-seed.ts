import { parseCanonicalJson } from '../../../codec/json';
import { BlockInvalid } from '../../../execution';
import type { Execution } from '../../../execution';
import { toHex } from '../../../primitives/bytes';
import type { Json, JsonObject } from '../../../primitives/json';
import type { SealedTransaction } from '../../../protocol/transaction';
import { Random } from '../random';
import type { SeedOptions, SeedResult, SimEngine, Violation } from '../sim-engine';
import { Trace } from '../trace';
import { SwapWorld } from './swap-world';
import { TallyWitness, type Change, type Said } from './tally-witness';

const ROUNDS = 40;
const CALM_ROUNDS_MAX = 60;
const SEATS = 4;
const NAMES = 350;
/** Others that may take the place of the one in force: with records, without, broken on the way, and such that a chain cannot run. */
const NEWCOMERS = [['score', '1.0.0'], ['score', '1.0.0'], ['tally', '1.1.0'], ['fresh', '1.0.0'], ['thrower', '1.0.0'], ['glutton', '1.0.0'], ['needy', '1.0.0'], ['elsewhere', '1.0.0']] as const;

interface Sent {
  readonly transaction: SealedTransaction;
  readonly said: Said | undefined;
}
interface Proposal {
  readonly id: number;
  readonly lastHeight: number;
}

/** A busy chain whose validators change its modules again and again, on branches that mostly come to nothing, run by nodes that are started again now and then. */
export function runSwapSeed({ seed }: SeedOptions): SeedResult {
  const run = new Run(seed);
  try {
    run.busy();
    run.calm();
  } catch (error) {
    if (!(error instanceof BlockInvalid)) throw error;
    run.violations.push({ invariant: 'agreement', what: `a node does not accept what another built: ${error.message}` });
  }
  return { seed, violations: run.violations, isFinished: run.violations.length === 0, traceHash: run.trace.digest() };
}

export const SWAP_SIM: SimEngine = { runSeed: runSwapSeed, mutants: [] };

class Run {
  readonly violations: Violation[] = [];
  readonly trace = new Trace();
  readonly #random: Random;
  readonly #world: SwapWorld;
  readonly #witness = new TallyWitness();
  readonly #sent = new Map<string, Said | undefined>();
  #pool: Sent[] = [];

  constructor(seed: number) {
    this.#random = new Random(seed, 7);
    this.#world = new SwapWorld(this.#random);
  }

  busy(): void {
    const random = this.#random;
    this.#send('kim', this.#witness.module, 'add', { names: Array.from({ length: NAMES }, (_, n) => `n${n}`) }, { kind: 'add', module: 'tally', names: Array.from({ length: NAMES }, (_, n) => `n${n}`) });
    for (let round = 0; round < ROUNDS && this.violations.length === 0; round += 1) {
      if (random.chance(700)) this.#call();
      if (random.chance(300)) this.#propose();
      this.#support();
      if (random.chance(100)) this.#world.restart();
      this.#world.grow(this.#pool.map(({ transaction }) => transaction), random.pick([100, 100, 900]));
      if (random.chance(500)) this.#decide();
    }
  }

  /** Nobody says anything any more: whatever was approved comes to its end, and the chain replays. */
  calm(): void {
    this.#pool = [];
    for (let round = 0; round < CALM_ROUNDS_MAX && this.violations.length === 0 && !this.#isAtRest(); round += 1) {
      this.#world.grow([], 100);
      this.#decide();
    }
    if (this.violations.length > 0) return;
    if (!this.#isAtRest()) this.#violate('liveness', 'a change that was approved neither takes effect nor fails');
    if (!this.#world.isRootRebuilt()) this.#violate('state root', 'a tree built anew from the entries has another root');
    if (!this.#world.isReplayed()) this.#violate('replay', 'the chain executed again ends with another state');
    this.#expectNoLeftovers();
  }

  #call(): void {
    const random = this.#random;
    const { module } = this.#witness;
    const name = `n${random.below(NAMES)}`;
    if (random.chance(250)) return this.#send('kim', module, 'drop', { name }, { kind: 'drop', module, name });
    const names = Array.from({ length: random.between(1, 40) }, () => `n${random.below(NAMES)}`);
    this.#send('kim', module, 'add', { names }, { kind: 'add', module, names });
  }

  #propose(): void {
    const random = this.#random;
    const { module } = this.#witness;
    const [by, version] = random.pick(NEWCOMERS);
    const change: Change = random.chance(300) ? { kind: 'step', module, step: random.between(1, 9) } : { kind: 'swap', module, by, version };
    const asked = change.kind === 'step' ? { kind: 'set-parameters', module, parameters: { step: change.step } } : { kind: 'swap-module', module, by: { name: by, version, parameters: {} } };
    const { height } = this.#world.final.header;
    this.#send(this.#seat(), 'kernel', 'propose-change', { changes: [asked], atHeight: random.chance(500) ? 0 : height + random.between(1, 12) } as unknown as Json, { kind: 'propose', change });
  }

  /** Seats say that they have what is to come, also of what a chain cannot run, and approve. */
  #support(): void {
    for (const { id, lastHeight } of this.#world.ask('kernel', 'changes') as unknown as readonly Proposal[]) {
      if (lastHeight > 0 || !this.#random.chance(500)) continue;
      for (const command of ['confirm-modules', 'confirm-modules', 'approve-change']) this.#send(this.#seat(), 'kernel', command, { change: id }, undefined);
    }
  }

  #seat(): string {
    return `test node ${this.#random.below(SEATS)}`;
  }

  #send(actor: string, module: string, command: string, payload: Json, said: Said | undefined): void {
    const transaction = this.#world.sign(actor, module, command, payload);
    this.#sent.set(toHex(transaction.txId), said);
    this.#pool.push({ transaction, said });
  }

  #decide(): void {
    for (const execution of this.#world.decide()) this.#follow(execution);
    this.trace.bytes(this.#world.final.state.root);
    const totals = Object.fromEntries(this.#world.ask(this.#witness.module, 'all') as [string, number][]);
    for (const name of new Set([...Object.keys(totals), ...this.#witness.totals.keys()])) {
      if (totals[name] !== this.#witness.totals.get(name)) return this.#violate('model', `${this.#witness.module} has ${totals[name]} of ${name} at height ${this.#world.final.header.height}; it should have ${this.#witness.totals.get(name)}`);
    }
  }

  #follow({ results, blockResult }: Execution): void {
    for (const { txId, outcome, events } of results) {
      const said = this.#sent.get(toHex(txId));
      this.#pool = this.#pool.filter(({ transaction }) => toHex(transaction.txId) !== toHex(txId));
      if (outcome.kind !== 'accepted' || said === undefined) continue;
      if (said.kind === 'propose') this.#witness.proposed(numberIn(events, 'change-proposed'), said.change);
      else this.#witness.said(said);
    }
    const changed = blockResult.events.find(({ name }) => name === 'modules-changed');
    if (changed !== undefined) this.#witness.tookEffect((parseCanonicalJson(changed.data) as { change: number }).change);
  }

  #isAtRest(): boolean {
    const { due, emptying } = this.#world.ask('kernel', 'history') as { due: JsonObject | null; emptying: readonly string[] };
    return due === null && emptying.length === 0;
  }

  /** Only modules that are or were in force have stores. */
  #expectNoLeftovers(): void {
    const { set } = this.#world.ask('kernel', 'history') as { set: number };
    const known = new Set(this.#world.spacesOfSets(set));
    const left = [...this.#world.spaces()].find((space) => space.includes('~') && !known.has(space));
    if (left !== undefined) this.#violate('leftovers', `${left} was never in force, and holds something`);
  }

  #violate(invariant: string, what: string): void {
    this.violations.push({ invariant, what });
  }
}

function numberIn(events: Execution['results'][number]['events'], name: string): number {
  return (parseCanonicalJson(events.find((event) => event.name === name)!.data) as { change: number }).change;
}
