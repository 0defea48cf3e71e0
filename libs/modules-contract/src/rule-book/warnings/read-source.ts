import type { Source } from '../package';
import { pointerStep } from '../schema/check-data';
import { readRule, type Fault, type Scope } from './read-rule';
import { ANYTHING, kindOf, shapeOf, type Shape } from './shape';

/** What is found in a source, with the place of it below the source's own. */
export type Note = (fault: Fault, place: string) => void;

/** As `readRule`, for values that come from elsewhere too. */
export function readSource(source: Source, scope: Scope, note: Note, place: string): Shape {
  if ('path' in source) return readPath(source.path, scope, (fault) => note(fault, `${place}/path`));
  if ('cel' in source) return readRule(source.cel, scope, (fault) => note(fault, `${place}/cel`));
  if ('value' in source) return shapeOf([kindOf(source.value)]);
  if ('object' in source) {
    const fields = Object.fromEntries(Object.entries(source.object).map(([name, one]) => [name, readSource(one, scope, note, `${place}/object${pointerStep(name)}`)]));
    return shapeOf(['object'], fields);
  }
  const [parts, where] = 'merge' in source ? [source.merge, 'merge'] : [source.args, 'args'];
  parts.forEach((part, index) => readSource(part, scope, note, `${place}/${where}/${index}`));
  return ANYTHING;
}

/** Steps of a pointer, by names or, in lists, by numbers. */
function readPath(path: string, scope: Scope, note: (fault: Fault) => void): Shape {
  const [variable = '', ...steps] = path.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  let shape = scope.get(variable) ?? ANYTHING;
  for (const step of steps) {
    const isPlace = shape.kinds?.has('list') === true && /^\d+$/.test(step);
    const next = isPlace ? shape.element() : shape.field(step);
    if (next === undefined) note({ is: 'no-field', field: path, isAsked: false });
    if (next === undefined) return ANYTHING;
    shape = next;
  }
  return shape;
}

/** Where a pointer into data leads. */
export function shapeAt(shape: Shape, pointer: string): Shape {
  return readPath(`/data${pointer}`, new Map([['data', shape]]), () => undefined);
}
