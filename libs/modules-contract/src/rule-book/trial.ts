import { Refusal, toHex, type Json, type PackageTrial, type TrialContext, type TrialRefusal } from '@bystack/chain-core/module';
import { checkActor, shareOf } from './act';
import type { ActPayload, Params } from './call';
import { compiledPackage, type CompiledCommand, type CompiledGuard, type CompiledPackage, type RuleWords } from './compiled-package';
import { ERRORS } from './errors';
import { carried, migratesFrom } from './migrate';
import type { StoredRecord } from './package';
import { factsOf, Planner } from './planner';
import { prepare } from './prepare';
import { recordBefore } from './record-before';
import { failureOf } from './rule-failure';
import type { Variables } from './rules/compile-rule';
import { pointerStep } from './schema/check-data';
import { resolve } from './schema/compile-schema';

type Context = TrialContext<Params>;
interface Failed {
  readonly path: string;
  readonly message: string;
}
/** What a call came to, as far as it was judged. */
interface Judged {
  readonly book: CompiledPackage;
  readonly name: string;
  /** Rules that came to no answer on the way. */
  readonly failed: Failed[];
  readonly refusals: TrialRefusal[];
}

/** Recorded acts under other rules. @param words that these may use */
export const trialOf = (words: RuleWords): PackageTrial<Params> => ({
  command: 'act',
  kindOf: (payload) => (payload as unknown as ActPayload).command,
  refusals: (context, payload) => refusals(context, payload as unknown as ActPayload, words),
});

function refusals(context: Context, payload: ActPayload, words: RuleWords): readonly TrialRefusal[] {
  const book = compiledPackage(context.params.package);
  const judged: Judged = { book, name: payload.command, failed: [], refusals: [] };
  try {
    const command = book.command(payload.command, words);
    checkActor(context, command);
    const judge = (): unknown => new TrialPlanner(context, judged, command, payload).plan(prepare(book, command, payload, shareOf(context)));
    book.rules.watched((path, message) => judged.failed.push({ path, message }), () => book.rules.within(judge, shareOf(context)));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    judged.refusals.push(refusalOf(judged, error, judged.failed.at(-1)));
  }
  return judged.refusals;
}

/** Plans in the state that there was before the call, and goes on after a guard that does not hold: people want to hear of all of them. */
class TrialPlanner extends Planner {
  constructor(protected override readonly context: Context, private readonly judged: Judged, command: CompiledCommand, payload: ActPayload) {
    super(context, judged.book, command, payload);
  }

  /** Where records are carried over, as what they were becomes. */
  protected override recordBefore(type: string, key: string): StoredRecord | undefined {
    const { from, params, state, timeMs, txId } = this.context;
    const moment = { timeMs, txId: toHex(txId) };
    if (!migratesFrom(from.package, params.package)) return recordBefore(state, type, key, moment);
    const types = Object.entries(params.package.migrates!.records).filter(([, rule]) => rule.record === type);
    const found = types.flatMap(([before]) => recordBefore(state, before, key, moment) ?? []);
    return found[0] && carried(this.book, found[0]);
  }

  protected override notTrue(guard: CompiledGuard, path: string, variables: Variables): void {
    const { judged } = this;
    const place = `/commands${pointerStep(judged.name)}/guards/${this.command.guards.indexOf(guard)}/require`;
    const failed = judged.failed.findLast((one) => one.path === place) ?? judged.failed.find((one) => one.path.includes('/let/'));
    judged.refusals.push(refusalOf(judged, new Refusal(guard.rule.code, { path, ...factsOf(guard, variables) }), failed, place));
  }
}

/** Where a command says what these are about. */
const PLACES: Readonly<Record<string, string>> = { NOT_PERMITTED: '/who', DATA_INVALID: '/data', ITEMS_COUNT: '/items' };

function refusalOf({ book, name }: Judged, { code, facts }: Refusal, failed: Failed | undefined, place = `/commands${pointerStep(name)}${PLACES[code] ?? ''}`): TrialRefusal {
  const { words } = book.source.errors?.[code] ?? ERRORS[code] ?? { words: { en: code, zh: code } };
  const at = failed?.path ?? place;
  const rule = resolve(book.source as unknown as Json, at);
  return { code, facts, words, place: at, rule: typeof rule === 'string' ? rule : null, field: anyEntry(String(facts['path'] ?? '')), failure: failed === undefined ? null : failureOf(failed.message) };
}

/** The third entry of a list is refused for the same as the fourth. */
function anyEntry(path: string): string {
  return path.split('/').map((step) => (/^\d+$/.test(step) ? '*' : step)).join('/');
}
