import { refuse, utf8, type Json } from '@bystack/chain-core/module';
import type { CelEnv, CelInput } from '@bufbuild/cel';
import { LIMITS } from '../limits';
import { toIso } from '../functions/civil';
import { compilePattern, type Pattern } from '../schema/pattern';
import { RuleCheck, type Comprehension, type Expression } from './check-rule';
import { cel, makeEnvironment, Meter } from './environment';
import { fromRuleValue, toRuleValue } from './values';

/** Values by name. `now` is the block's time; the rest is JSON. */
export type Variables = Readonly<Record<string, Json>>;
export interface Rule {
  /** @returns the rule's value, or undefined when it failed (a field that is not there, a wrong kind of value, …). Refuses RULE_TOO_COSTLY. */
  (variables: Variables): Json | undefined;
  /** Names of the variables it looks at. */
  readonly uses: ReadonlySet<string>;
}

type Plan = (bindings: Record<string, CelInput>) => unknown;

/** Compiles the rules of one package. */
export class RuleCompiler {
  readonly #meter = new Meter();
  readonly #patterns = new Map<string, Pattern>();
  #environment: CelEnv | undefined;

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
    return Object.assign(evaluate, { uses: check.variables });
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
    for (const name of used) bindings[name] = name === 'now' ? this.#time(variables['nowMs'] as number) : toRuleValue(variables[name] ?? null);
    this.#meter.reset();
    const value = plan(bindings);
    if (this.#meter.exhausted) refuse('RULE_TOO_COSTLY', { rule: path, reason: 'this rule takes too many steps for such data' });
    return cel().isCelError(value) ? undefined : fromRuleValue(value);
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

/** Puts the meter in front of a loop's own condition, so that every turn is counted. */
function meterLoop(loop: Comprehension): void {
  const condition = cel().parse('step() && true').expr as unknown as Expression;
  const and = condition.exprKind as Extract<Expression['exprKind'], { case: 'callExpr' }>;
  (and.value.args[0]!.exprKind as typeof and).value.function = '@step';
  and.value.args[1] = loop.loopCondition!;
  loop.loopCondition = condition;
}
