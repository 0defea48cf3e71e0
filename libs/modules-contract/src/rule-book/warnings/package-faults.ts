import type { CommandRule, EffectRule, QueryRule, RulePackage } from '../package';
import { pointerStep } from '../schema/check-data';
import { readRule, type Fault, type Scope } from './read-rule';
import { readSource, shapeAt } from './read-source';
import { SchemaShapes } from './schema-shape';
import { ANYTHING, either, shapeOf, TEXT, WHOLE, type Shape } from './shape';

/** A fault, and where it stands: the JSON pointer into the package, the command or question it belongs to, and, of a guard, its code. */
export interface FaultAt {
  readonly fault: Fault;
  readonly place: string;
  readonly of: string;
  readonly code: string | undefined;
}
type Noted = (fault: Fault, place: string, code?: string) => void;

/** As it is found and given to rules: see StoredRecord. */
const RECORD = shapeOf(['object', 'null'], {
  ...Object.fromEntries(['type', 'key', 'state', 'package', 'command', 'createdBy', 'actor', 'txId'].map((name) => [name, TEXT])),
  ...Object.fromEntries(['version', 'sequence', 'createdAtMs', 'timeMs'].map((name) => [name, WHOLE])),
  data: ANYTHING,
});
const KNOWN: Scope = new Map<string, Shape>([['actor', TEXT], ['roles', shapeOf(['list'], undefined, TEXT)], ['nowMs', WHOLE], ['key', shapeOf(['text', 'null'])], ['record', RECORD]]);

/** What rules of a package that was checked name or compare so that they fail, as far as that can be told without data. Each thing once. */
export function packageFaults(source: RulePackage): readonly FaultAt[] {
  const found = new Map<string, FaultAt>();
  const shapes = new SchemaShapes(source.schemas ?? {});
  const noting = (of: string): Noted => (fault, place, code) => found.set(JSON.stringify([place, fault]), { fault, place, of, code });
  for (const [name, command] of Object.entries(source.commands)) readCommand(command, shapes.of(command.data), `/commands${pointerStep(name)}`, noting(name));
  for (const [name, query] of Object.entries(source.queries ?? {})) readQuery(query, shapes.of(query.args), `/queries${pointerStep(name)}`, noting(name));
  return [...found.values()];
}

function readCommand({ items = [''], let: named = [], guards = [], effects }: CommandRule, data: Shape, place: string, note: Noted): void {
  const lists = items.map((pointer) => (pointer === '' ? data : shapeAt(data, pointer).element()));
  const scope = new Map<string, Shape>([['data', data], ['item', either(lists)]]);
  named.forEach(({ name, from }, index) => scope.set(name, readSource(from, scope, note, `${place}/let/${index}/from`)));
  const whole = new Map([...KNOWN, ...scope]);
  guards.forEach(({ code, require, facts = {} }, index) => {
    readRule(require, whole, (fault) => note(fault, `${place}/guards/${index}/require`, code));
    for (const [name, fact] of Object.entries(facts)) readSource(fact, whole, note, `${place}/guards/${index}/facts${pointerStep(name)}`);
  });
  effects.forEach((effect, index) => readEffect(effect, whole, `${place}/effects/${index}`, note));
}

function readEffect({ when, key, create, change, emit = [] }: EffectRule, scope: Scope, place: string, note: Noted): void {
  if (when !== undefined) readRule(when, scope, (fault) => note(fault, `${place}/when`));
  readSource(key, scope, note, `${place}/key`);
  if (create !== undefined) readSource(create.data, scope, note, `${place}/create/data`);
  if (change?.data !== undefined) readSource(change.data, scope, note, `${place}/change/data`);
  emit.forEach(({ data }, index) => {
    for (const [name, one] of Object.entries(data)) readSource(one, scope, note, `${place}/emit/${index}/data${pointerStep(name)}`);
  });
}

function readQuery({ get, find, follow }: QueryRule, args: Shape, place: string, note: Noted): void {
  const scope = new Map([['args', args]]);
  if (get !== undefined) readSource(get.key, scope, note, `${place}/get/key`);
  if (find !== undefined) readSource(find.value, scope, note, `${place}/find/value`);
  if (follow !== undefined) readSource(follow.values, scope, note, `${place}/follow/values`);
}
