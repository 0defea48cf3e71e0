import { parseCanonicalJson } from '../../codec/json';
import type { ModulePlan } from '../../kernel/module-plan';
import { idOf } from '../../kernel/renewal';
import { unbroken } from '../../kernel/unbroken';
import type { ActiveModule, ModuleInForce } from '../../module/active-module';
import { called, metered, readContext, type BlockScope } from '../../module/contexts';
import type { PackageTrial, TrialRefusal } from '../../module/definition/package-parameter';
import { BUDGETS } from '../../module/meter';
import { toHex } from '../../primitives/bytes';
import type { Json } from '../../primitives/json';
import { Refusal } from '../../primitives/refusal';
import type { KeyValueSource } from '../../state/key-value-source';
import { PastCalls, type PastBlocks, type PastCall } from './past-calls';
import { Tally, type TriedTally } from './tried-tally';

/** Calls that are tried of each kind, and of all. */
const TRIED = { perKind: 200, calls: 1_000 } as const;
/** Places of the chain that are looked at in one step, which ends with a call that was tried. */
const PLACES_AT_ONCE = 64;

/** What is said of commands that were recorded, and of which. */
export interface CommandsTried extends TriedTally {
  /** NAME@VERSION of the module that comes, or goes on by another package. */
  readonly module: string;
  /** Heights that were looked at; `isAll`: of every block that is here. */
  readonly fromHeight: number;
  readonly toHeight: number;
  readonly isAll: boolean;
}

interface Tried {
  readonly name: string;
  readonly old: ActiveModule;
  readonly to: ModuleInForce;
  readonly trial: PackageTrial<never>;
  readonly before: PackageTrial<never> | undefined;
  readonly tally: Tally;
}

/** Tries what was recorded under packages that are to come, newest first, a little at a time. Nothing of it is written. */
export class TriedCommands {
  readonly #modules: readonly Tried[];
  readonly #past: PastCalls;
  #calls = 0;

  constructor(private readonly scope: BlockScope, plan: ModulePlan, private readonly blocks: PastBlocks) {
    this.#modules = triedIn(scope, plan);
    this.#past = new PastCalls(blocks);
  }

  /** @returns false once there is nothing left to do */
  look(state: KeyValueSource): boolean {
    if (this.#modules.length === 0) return false;
    for (let places = 0; places < PLACES_AT_ONCE; places += 1) {
      const past = this.#calls < TRIED.calls ? this.#past.next() : undefined;
      if (past === undefined) return false;
      if (past !== 'none' && this.#try(state, past)) break;
    }
    return true;
  }

  get report(): readonly CommandsTried[] {
    const { height, isAll } = this.#past;
    return this.#modules.map(({ to, tally }) => ({ module: idOf(to), fromHeight: height, toHeight: this.blocks.newest, isAll, ...tally.report }));
  }

  /** @returns whether it was one of those that are tried */
  #try(state: KeyValueSource, past: PastCall): boolean {
    const { call, height, txId } = past;
    const module = this.#modules.find(({ name, trial }) => name === call.module && trial.command === call.command);
    if (module === undefined) return false;
    const payload = parseCanonicalJson(call.payload);
    const kind = module.trial.kindOf(payload);
    if (module.tally.triedOf(kind) >= TRIED.perKind) return false;
    this.#calls += 1;
    const refusals = this.#refusals(state, module, past, payload);
    if (refusals === undefined) module.tally.setAside += 1;
    else module.tally.note(kind, refusals, { height, txId: toHex(txId), payload });
    return true;
  }

  /** Undefined: the rules in force refuse it today, too; or it takes too much to find out. */
  #refusals(state: KeyValueSource, { name, old, to, trial, before }: Tried, past: PastCall, payload: Json): readonly TrialRefusal[] | undefined {
    const under = (params: object, { refusals }: PackageTrial<never>) => unbroken(name, () => this.#asked(state, old, past, (context) => refusals({ ...context, params, from: old.params } as never, payload)));
    try {
      return before !== undefined && under(old.params, before).length > 0 ? undefined : under(to.params, trial);
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  }

  /** As if it were submitted again, at its time, to the module that has its records. */
  #asked<T>(state: KeyValueSource, old: ActiveModule, { call, callIndex, txId, height, timeMs }: PastCall, ask: (context: object) => T): T {
    const scope = called(metered({ ...this.scope, height, timeMs }, BUDGETS.transaction), old);
    try {
      return ask({ ...readContext(scope, old, state), actor: call.actor, txId, callIndex });
    } finally {
      scope.span.end();
    }
  }
}

/** Modules that go on by other packages, and can say what these would refuse. */
function triedIn({ modules }: BlockScope, { repackaged, renewals }: ModulePlan): readonly Tried[] {
  const trialOf = ({ name, version }: ModuleInForce): PackageTrial<never> | undefined => modules.resolver.find(name, version)?.package?.trial;
  const byName = new Map([...repackaged, ...renewals].filter(({ from, to }) => from.name === to.name).map((renewal) => [renewal.to.name, renewal]));
  return [...byName].flatMap(([name, { from, to }]) => {
    const [old, trial] = [modules.find(name), trialOf(to)];
    return old === undefined || trial === undefined ? [] : [{ name, old, to, trial, before: trialOf(from), tally: new Tally() }];
  });
}
