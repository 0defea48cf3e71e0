import { refuse, utf8, type Json } from '@bystack/chain-core/module';
import type { CelEnv, CelInput } from '@bufbuild/cel';
import { LIMITS } from '../limits';
import { toIso } from '../functions/civil';
import { compilePattern, type Pattern } from '../schema/pattern';
import { RuleCheck, type Comprehension, type Expression } from './check-rule';
import { cel, makeEnvironment } from './environment';
import { Meter } from './meter';
import { fromRuleValue, toRuleValue } from './values';

/** Values by name. `now` is the block's time; the rest is JSON. */
export type Variables = Readonly<Record<string, Json>>;
export interface Rule {
  /** @returns the rule's value, or undefined when it failed (a field that is not there, a wrong kind of value, …). Refuses RULE_TOO_COSTLY. */
  (variables: Variables): Json | undefined;
  /** What it takes was counted when it was worked out and remembered, and counts again. Refuses RULE_TOO_COSTLY. */
  account(work: number): void;
  /** Names of the variables it looks at. */
  readonly uses: ReadonlySet<string>;
}

/** Is told of every rule that came to no answer: where it stands in the package, and what the library says. */
export type FailureWatcher = (path: string, message: string) => void;
type Plan = (bindings: Record<string, CelInput>) => unknown;

/** Compiles the rules of one package. */
export class RuleCompiler {
  readonly #meter = new Meter();
  readonly #patterns = new Map<string, Pattern>();
  /** In a call: values as rules see them; made for the first. */
  #converted: Map<object, CelInput> | undefined;
  #isInCall = false;
  #environment: CelEnv | undefined;
  #watcher: FailureWatcher | undefined;

  /** `known` names the variables at hand, `path` is where the rule stands in the package. */
  compile(source: string, known: readonly string[], path: string): Rule {
    const parsed = this.#parse(source, path);
    const check = new RuleCheck(new Set(known), path);
    check.walk(parsed.expr as unknown as Expression, [], 0);
    for (const pattern of check.patterns) this.#patterns.set(pattern, compilePattern(pattern, path));
    for (const loop of check.comprehensions) meterLoop(loop);
    this.#environment ??= makeEnvironment(this.#meter, this.#patterns);
    const plan = cel().plan(this.#environment, parsed.expr) as Plan;
    const evaluate = (variables: Variables) => this.#evaluate(plan, check.variables, variables, path);
    return Object.assign(evaluate, { uses: check.variables, account: (work: number) => this.#account(work, path) });
  }

  /** All rules that are evaluated in `run` count together. @param share they have so much less than what there is for a call */
  within<T>(run: () => T, share = 1): T {
    this.#isInCall = true;
    this.#converted = undefined;
    try {
      return this.#meter.within(run, share);
    } finally {
      this.#isInCall = false;
      this.#converted = undefined;
    }
  }

  /** Tells of what fails in `run`; to a call it makes no difference. */
  watched<T>(watcher: FailureWatcher, run: () => T): T {
    this.#watcher = watcher;
    try {
      return run();
    } finally {
      this.#watcher = undefined;
    }
  }

  /** Done since `within` began. */
  get work(): number {
    return this.#meter.work;
  }

  /** What the first rules of a call took when they were worked out and remembered. */
  account(work: number): void {
    this.#meter.account(work);
  }

  #account(work: number, path: string): void {
    this.#meter.begin();
    this.#meter.account(work);
    this.#refuseExhausted(path);
  }

  #refuseExhausted(path: string): void {
    if (this.#meter.exhausted) refuse('RULE_TOO_COSTLY', { rule: path, reason: 'this rule takes too many steps for such data' });
  }

  #parse(source: string, path: string): ReturnType<ReturnType<typeof cel>['parse']> {
    if (typeof source !== 'string' || utf8(source).length > LIMITS.ruleBytesMax) refuse('RULE_TOO_LARGE', { path, reason: `a rule has at most ${LIMITS.ruleBytesMax} bytes` });
    if (nesting(source) > LIMITS.ruleNestingMax) refuse('RULE_TOO_LARGE', { path, reason: `brackets may be nested ${LIMITS.ruleNestingMax} deep` });
    try {
      return cel().parse(source);
    } catch {
      return refuse('RULE_INVALID', { path, reason: `this is not a CEL expression: ${source.slice(0, 120)}` });
    }
  }

  #evaluate(plan: Plan, used: ReadonlySet<string>, variables: Variables, path: string): Json | undefined {
    const bindings: Record<string, CelInput> = {};
    this.#meter.begin();
    for (const name of used) bindings[name] = name === 'now' ? this.#time(variables['nowMs'] as number) : this.#valueOf(variables[name] ?? null);
    const value = plan(bindings);
    this.#refuseExhausted(path);
    if (!cel().isCelError(value)) return fromRuleValue(value);
    this.#watcher?.(path, value.message);
    return undefined;
  }

  /** Each value once in a call: there are as many evaluations as items and guards. */
  #valueOf(value: Json): CelInput {
    if (value === null || typeof value !== 'object') return toRuleValue(value);
    const known = this.#converted?.get(value) ?? toRuleValue(value);
    if (this.#isInCall) (this.#converted ??= new Map<object, CelInput>()).set(value, known);
    return known;
  }

  #timePlan: Plan | undefined;
  #time(ms: number): CelInput {
    this.#timePlan ??= cel().plan(this.#environment!, cel().parse('timestamp(text)').expr) as Plan;
    return this.#timePlan({ text: toIso(ms) }) as CelInput;
  }
}

/** Depth of brackets outside texts: the parser calls itself for each. A bound is enough, so quotes inside other quotes need no care. */
function nesting(source: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of source) {
    if ('([{?'.includes(character)) depth += 1;
    if (')]}'.includes(character)) depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/** Puts the meter in front of a loop's own condition, so that every turn is counted, by how much there is to do in it. */
function meterLoop(loop: Comprehension): void {
  const condition = cel().parse(`turn(${nodesOf(loop.loopStep)}) && true`).expr as unknown as Expression;
  const and = condition.exprKind as Extract<Expression['exprKind'], { case: 'callExpr' }>;
  (and.value.args[0]!.exprKind as typeof and).value.function = '@turn';
  and.value.args[1] = loop.loopCondition!;
  loop.loopCondition = condition;
}

/** Parts of an expression; those of a loop inside it are counted at its own turns, too. */
function nodesOf(expression: Expression | undefined): number {
  const kind = expression?.exprKind;
  if (kind?.case === 'selectExpr') return 1 + nodesOf(kind.value.operand);
  if (kind?.case === 'callExpr') return 1 + nodesOf(kind.value.target) + kind.value.args.reduce((sum, arg) => sum + nodesOf(arg), 0);
  if (kind?.case === 'listExpr') return 1 + kind.value.elements.reduce((sum, element) => sum + nodesOf(element), 0);
  if (kind?.case === 'structExpr') return 1 + kind.value.entries.reduce((sum, { value }) => sum + nodesOf(value), 0);
  return kind?.case === 'comprehensionExpr' ? 1 + nodesOf(kind.value.iterRange) + nodesOf(kind.value.accuInit) : 1;
}
