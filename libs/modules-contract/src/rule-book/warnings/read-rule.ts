import type { Comprehension, Expression } from '../rules/check-rule';
import { cel } from '../rules/environment';
import { ANYTHING, shapeOf, TEXT, TRUTH, WHOLE, type Kind, type Shape } from './shape';

/** Something about a rule that makes it fail: for some data, or for all. */
export type Fault =
  | { readonly is: 'no-field'; readonly field: string; readonly isAsked: boolean }
  | { readonly is: 'fraction'; readonly value: string; readonly does: string }
  | { readonly is: 'kinds'; readonly left: string; readonly right: string; readonly kinds: readonly [Kind, Kind]; readonly does: string };
export type Scope = ReadonlyMap<string, Shape>;
type CallOf = Extract<Expression['exprKind'], { case: 'callExpr' }>['value'];

/** What takes whole numbers or texts, and both of one kind; `==`, `!=` and `in` take everything. */
const OF_ONE_KIND: Readonly<Record<string, string>> = { '_<_': '<', '_<=_': '<=', '_>_': '>', '_>=_': '>=', '_+_': '+', '_-_': '-', '_*_': '*', '_/_': '/', '_%_': '%' };
const OF_NUMBERS: Readonly<Record<string, string>> = { '-_': '-', int: 'int' };
const ANSWERS: Readonly<Record<string, Shape>> = {
  ...Object.fromEntries(['!_', '_==_', '_!=_', '_<_', '_<=_', '_>_', '_>=_', '_&&_', '_||_', '@in', 'contains', 'startsWith', 'endsWith', 'matches'].map((name) => [name, TRUTH])),
  ...Object.fromEntries(['size', 'int', '-_', '_*_', '_/_', '_%_', 'decimal.compare'].map((name) => [name, WHOLE])),
  ...Object.fromEntries(['string', 'decimal.add', 'decimal.subtract', 'decimal.multiply', 'sha256', 'epcis.id', 'epcis.word'].map((name) => [name, TEXT])),
};
const CONSTANTS: Readonly<Record<string, Shape>> = { int64Value: WHOLE, stringValue: TEXT, boolValue: TRUTH, nullValue: shapeOf(['null']) };

/** Goes through a rule as if it were evaluated, knowing only what its data may look like. @param source a rule that was checked @param note is told what it finds @returns what may come out */
export function readRule(source: string, scope: Scope, note: (fault: Fault) => void): Shape {
  return new RuleReader(note).read(cel().parse(source).expr as unknown as Expression, scope);
}

class RuleReader {
  constructor(private readonly note: (fault: Fault) => void) {}

  read(expression: Expression | undefined, scope: Scope): Shape {
    const kind = expression?.exprKind;
    switch (kind?.case) {
      case 'constExpr': return CONSTANTS[kind.value.constantKind.case ?? ''] ?? ANYTHING;
      case 'identExpr': return scope.get(kind.value.name) ?? ANYTHING;
      case 'selectExpr': return this.#select(expression!, kind.value, scope);
      case 'callExpr': return this.#call(kind.value, scope);
      case 'listExpr': return this.#all(kind.value.elements, scope);
      case 'structExpr': return this.#all(kind.value.entries.map(({ value }) => value), scope);
      case 'comprehensionExpr': return this.#loop(kind.value, scope);
      default: return ANYTHING;
    }
  }

  #select(expression: Expression, { operand, field, testOnly }: { operand?: Expression; field: string; testOnly?: boolean }, scope: Scope): Shape {
    const found = this.read(operand, scope).field(field);
    if (found === undefined) this.note({ is: 'no-field', field: written(expression), isAsked: testOnly === true });
    return testOnly === true ? TRUTH : (found ?? ANYTHING);
  }

  #call(call: CallOf, scope: Scope): Shape {
    const { target, args } = call;
    const qualified = target?.exprKind.case === 'identExpr' ? `${target.exprKind.value.name}.${call.function}` : '';
    const name = Object.hasOwn(ANSWERS, qualified) ? qualified : call.function;
    if (target !== undefined && name !== qualified) this.read(target, scope);
    const shapes = args.map((arg) => this.read(arg, scope));
    if (name === '_[_]') return this.#entry(call, shapes[0]!);
    const does = Object.hasOwn(OF_ONE_KIND, name) ? OF_ONE_KIND[name] : target === undefined && Object.hasOwn(OF_NUMBERS, name) ? OF_NUMBERS[name] : undefined;
    if (does !== undefined) this.#kinds(does, args, shapes);
    return Object.hasOwn(ANSWERS, name) ? ANSWERS[name]! : ANYTHING;
  }

  /** `data["name"]` is `data.name`; anything else counts from the beginning. */
  #entry({ args }: CallOf, shape: Shape): Shape {
    const key = constantOf(args[1]);
    if (typeof key !== 'string') return typeof key === 'bigint' ? shape.element() : ANYTHING;
    const found = shape.field(key);
    if (found === undefined) this.note({ is: 'no-field', field: `${written(args[0])}[${JSON.stringify(key)}]`, isAsked: false });
    return found ?? ANYTHING;
  }

  /** A number with a fraction beside anything, or two values that are never of one kind. */
  #kinds(does: string, args: readonly Expression[], shapes: readonly Shape[]): void {
    const fraction = shapes.findIndex(({ kinds }) => kinds?.has('fraction') === true);
    if (fraction >= 0) return this.note({ is: 'fraction', value: written(args[fraction]), does });
    const [left, right] = shapes.map(({ kinds }) => [...(kinds ?? [])].filter((kind) => kind !== 'null'));
    if (left === undefined || right === undefined || left.length === 0 || right.length === 0 || left.some((kind) => right.includes(kind))) return;
    this.note({ is: 'kinds', left: written(args[0]), right: written(args[1]), kinds: [left[0]!, right[0]!], does });
  }

  #all(parts: readonly (Expression | undefined)[], scope: Scope): Shape {
    for (const part of parts) this.read(part, scope);
    return ANYTHING;
  }

  #loop({ iterVar, accuVar, iterRange, accuInit, loopStep, result }: Comprehension, scope: Scope): Shape {
    const inner = new Map([...scope, [iterVar, this.read(iterRange, scope).element()], [accuVar, this.read(accuInit, scope)]]);
    this.read(loopStep, inner);
    return this.read(result, inner);
  }
}

function constantOf(expression: Expression | undefined): unknown {
  return expression?.exprKind.case === 'constExpr' ? expression.exprKind.value.constantKind.value : undefined;
}

/** A path as people write it; of anything longer its beginning. */
function written(expression: Expression | undefined): string {
  const kind = expression?.exprKind;
  if (kind?.case === 'identExpr') return kind.value.name;
  if (kind?.case === 'selectExpr') return `${written(kind.value.operand)}.${kind.value.field}`;
  if (kind?.case === 'constExpr') return typeof kind.value.constantKind.value === 'string' ? JSON.stringify(kind.value.constantKind.value) : String(kind.value.constantKind.value);
  if (kind?.case === 'callExpr' && kind.value.function === '_[_]') return `${written(kind.value.args[0])}[${written(kind.value.args[1])}]`;
  if (kind?.case === 'callExpr' && !'_@!-'.includes(kind.value.function[0]!)) return `${kind.value.target === undefined ? '' : `${written(kind.value.target)}.`}${kind.value.function}(…)`;
  return '…';
}
