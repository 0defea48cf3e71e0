import { refuse } from '@bystack/chain-core/module';
import { LIMITS } from '../limits';
import { STANDARD_1 } from '../functions';

/** The parts of a parsed CEL expression that are looked at (protobuf messages of `cel.expr`). */
export interface Expression {
  exprKind:
    | { case: 'constExpr'; value: { constantKind: { case: string | undefined; value?: unknown } } }
    | { case: 'identExpr'; value: { name: string } }
    | { case: 'selectExpr'; value: { operand?: Expression; field: string; testOnly?: boolean } }
    | { case: 'callExpr'; value: { target?: Expression; function: string; args: Expression[] } }
    | { case: 'listExpr'; value: { elements: Expression[] } }
    | { case: 'structExpr'; value: { messageName: string; entries: { keyKind: { case?: string; value?: unknown }; value?: Expression }[] } }
    | { case: 'comprehensionExpr'; value: Comprehension }
    | { case: undefined };
}
export interface Comprehension {
  iterVar: string;
  accuVar: string;
  iterRange?: Expression;
  accuInit?: Expression;
  loopCondition?: Expression;
  loopStep?: Expression;
  result?: Expression;
}

const OPERATORS = ['!_', '-_', '_+_', '_-_', '_*_', '_/_', '_%_', '_==_', '_!=_', '_<_', '_<=_', '_>_', '_>=_', '_&&_', '_||_', '_?_:_', '_[_]', '@in', '@not_strictly_false'];
const METHODS = [
  'size', 'contains', 'startsWith', 'endsWith', 'matches', 'getFullYear', 'getMonth', 'getDate', 'getDayOfMonth', 'getDayOfWeek', 'getDayOfYear', 'getHours', 'getMinutes', 'getSeconds', 'getMilliseconds',
];
const FUNCTIONS = ['size', 'int', 'string', 'timestamp', 'duration', ...Object.keys(STANDARD_1).filter((name) => STANDARD_1[name]!.inRules && !name.includes('.'))];
const QUALIFIED = Object.keys(STANDARD_1).filter((name) => STANDARD_1[name]!.inRules && name.includes('.'));
/** Values that would bring in floats or unsigned numbers. */
const CONSTANTS = new Set(['boolValue', 'int64Value', 'stringValue', 'nullValue']);

/** What a checked rule uses. */
export interface RuleFacts {
  readonly variables: ReadonlySet<string>;
  readonly comprehensions: readonly Comprehension[];
  readonly patterns: readonly string[];
}

/** Walks a parsed rule and refuses everything outside the small part of CEL that is pure, exact and bounded. */
export class RuleCheck implements RuleFacts {
  readonly variables = new Set<string>();
  readonly comprehensions: Comprehension[] = [];
  readonly patterns: string[] = [];
  readonly #known: ReadonlySet<string>;
  readonly #path: string;
  #nodes = 0;

  constructor(known: ReadonlySet<string>, path: string) {
    this.#known = known;
    this.#path = path;
  }

  walk(expression: Expression | undefined, scope: readonly string[], loops: number): void {
    this.#nodes += 1;
    if (this.#nodes > LIMITS.ruleNodesMax) this.#refuse('RULE_TOO_LARGE', `a rule has at most ${LIMITS.ruleNodesMax} parts`);
    const kind = expression?.exprKind;
    switch (kind?.case) {
      case 'constExpr': return this.#constant(kind.value.constantKind.case);
      case 'identExpr': return this.#variable(kind.value.name, scope);
      case 'selectExpr': return this.walk(kind.value.operand, scope, loops);
      case 'callExpr': return this.#call(kind.value, scope, loops);
      case 'listExpr': return this.#literal(kind.value.elements, scope, loops);
      case 'structExpr': return this.#struct(kind.value, scope, loops);
      case 'comprehensionExpr': return this.#comprehension(kind.value, scope, loops);
      default: return this.#refuse('RULE_INVALID', 'this part of CEL is not supported');
    }
  }

  #constant(kind: string | undefined): void {
    if (!CONSTANTS.has(kind ?? '')) this.#refuse('RULE_NUMBER', 'write whole numbers, or decimals as texts with decimal.compare and its like');
  }

  #variable(name: string, scope: readonly string[]): void {
    if (scope.includes(name)) return;
    if (!this.#known.has(name)) this.#refuse('RULE_VARIABLE_UNKNOWN', `there is no "${name}" here; there is ${[...this.#known].join(', ')}`);
    this.variables.add(name);
  }

  #call(call: { target?: Expression; function: string; args: Expression[] }, scope: readonly string[], loops: number): void {
    const qualified = call.target?.exprKind.case === 'identExpr' ? `${call.target.exprKind.value.name}.${call.function}` : undefined;
    const isQualified = qualified !== undefined && QUALIFIED.includes(qualified);
    const known = isQualified || (call.target === undefined ? [...OPERATORS, ...FUNCTIONS] : METHODS).includes(call.function);
    if (!known) this.#refuse('RULE_FUNCTION_UNKNOWN', `there is no function "${qualified ?? call.function}" for rules`);
    if (call.function === 'matches') this.#pattern(call.args[0]);
    else if (call.function.startsWith('get') && call.args.length > 0) this.#zone(call.args[0]);
    if (call.target !== undefined && !isQualified) this.walk(call.target, scope, loops);
    for (const arg of call.args) this.walk(arg, scope, loops);
  }

  #pattern(argument: Expression | undefined): void {
    const text = literalText(argument);
    if (text === undefined) this.#refuse('RULE_PATTERN', 'a pattern must be written out in the rule');
    this.patterns.push(text);
  }

  /** Named zones depend on the machine's table of zones. */
  #zone(argument: Expression | undefined): void {
    const text = literalText(argument);
    if (text === undefined || !isFixedZone(text)) this.#refuse('RULE_TIME_ZONE', 'only "UTC" and offsets such as "+08:00" are the same everywhere');
  }

  /** Inside a loop a literal of other values could grow without bound. */
  #literal(elements: readonly Expression[], scope: readonly string[], loops: number): void {
    const constant = elements.every((element) => element.exprKind.case === 'constExpr');
    if (loops > 0 && !constant) this.#refuse('RULE_LITERAL_IN_LOOP', 'inside all, exists, filter and map a list may only hold constants');
    for (const element of elements) this.walk(element, scope, loops);
  }

  #struct(struct: { messageName: string; entries: { keyKind: { case?: string; value?: unknown }; value?: Expression }[] }, scope: readonly string[], loops: number): void {
    if (struct.messageName !== '') this.#refuse('RULE_INVALID', 'messages are not supported');
    const keys = struct.entries.map((entry) => entry.keyKind.value as Expression);
    this.#literal([...keys, ...struct.entries.map((entry) => entry.value!)], scope, loops);
  }

  #comprehension(loop: Comprehension, scope: readonly string[], loops: number): void {
    if (loops >= LIMITS.ruleComprehensionDepthMax) this.#refuse('RULE_NESTED_LOOPS', `loops may be nested ${LIMITS.ruleComprehensionDepthMax} deep`);
    this.comprehensions.push(loop);
    this.walk(loop.iterRange, scope, loops);
    const inner = [...scope, loop.iterVar, loop.accuVar];
    const isList = loop.accuInit?.exprKind.case === 'listExpr';
    // `map` and `filter` add to their result through a list literal of the parser's own making, which is looked through.
    for (const part of isList ? this.#additions(loop) : [loop.loopStep]) this.walk(part, inner, loops + 1);
    if (isList && this.comprehensions.filter((other) => other.accuInit?.exprKind.case === 'listExpr').length > 2) {
      this.#refuse('RULE_NESTED_LOOPS', 'a rule may use map and filter twice');
    }
  }

  #additions(loop: Comprehension): (Expression | undefined)[] {
    const step = loop.loopStep?.exprKind;
    const choice = step?.case === 'callExpr' && step.value.function === '_?_:_' ? step.value.args : undefined;
    const added = (choice?.[1] ?? loop.loopStep)?.exprKind;
    const list = added?.case === 'callExpr' ? added.value.args[1]?.exprKind : undefined;
    if (list?.case !== 'listExpr') return [loop.loopStep];
    return [...(choice === undefined ? [] : [choice[0]]), ...list.value.elements];
  }

  #refuse(code: string, reason: string): never {
    return refuse(code, { path: this.#path, reason });
  }
}

function literalText(expression: Expression | undefined): string | undefined {
  const kind = expression?.exprKind;
  if (kind?.case !== 'constExpr' || kind.value.constantKind.case !== 'stringValue') return undefined;
  return kind.value.constantKind.value as string;
}

function isFixedZone(text: string): boolean {
  if (text === 'UTC') return true;
  const digits = [...text].filter((_character, index) => index !== 0 && index !== 3);
  return text.length === 6 && '+-'.includes(text[0]!) && text[3] === ':' && digits.every((digit) => digit >= '0' && digit <= '9') && text.slice(1, 3) <= '23' && text.slice(4) <= '59';
}
