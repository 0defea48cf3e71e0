import { objectOf, type ChangeView, type JsonObject, type ValueChange } from '@bystack/api';
import { textOf, type KnownModules } from './module-words';
import { CONSENSUS, type ModulesByName } from './modules-now';
import { toldParts } from './parts-words';

/** What becomes other of parameters: what it is now, and what it would be. Of another module only what both have, for it begins with parameters of its own. */
export function valueChanges(changes: readonly ChangeView[], now: ModulesByName, known: KnownModules): readonly ValueChange[] {
  return changes.flatMap((change) => {
    const { module, given } = askedIn(change);
    const before = now.get(module);
    return before === undefined ? [] : differing(before.params, given, known.moduleNamed(module)?.params ?? {}, known);
  });
}

function askedIn({ kind, module, parameters, by }: ChangeView): { readonly module: string; readonly given: JsonObject } {
  if (kind === 'set-parameters') return { module: textOf(module), given: objectOf(parameters) };
  if (kind === 'set-consensus') return { module: CONSENSUS, given: objectOf(parameters) };
  const { name, parameters: others } = objectOf(by);
  return kind === 'swap-module' && name === module ? { module: textOf(name), given: objectOf(others) } : { module: '', given: {} };
}

/** Of parameters that are given what each is, and what it becomes, where that is another. */
export function differing(now: JsonObject, given: JsonObject, schema: JsonObject, known: KnownModules): readonly ValueChange[] {
  const shared = Object.keys(given).filter((name) => Object.hasOwn(now, name));
  const of = (params: JsonObject) => toldParts(Object.fromEntries(shared.map((name) => [name, params[name]!])), schema, known);
  const [before, after] = [new Map(of(now).map(({ name, value }) => [name.en, value])), of(given)];
  return after.flatMap(({ name, value }) => {
    const was = before.get(name.en);
    return was === undefined || was.en === value.en ? [] : [{ name, now: was, then: value }];
  });
}
