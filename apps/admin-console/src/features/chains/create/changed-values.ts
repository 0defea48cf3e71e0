import type { Json, JsonObject, SlotChoice } from '@bystack/api';
import { textOf } from '../../../platform/text-of';
import { saidRows, type SaidRow } from '../said/said-rows';

/** One value that is not as the template has it; undefined where there is none. */
export interface ChangedValue {
  readonly path: SaidRow['path'];
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** What of a module's parameters was changed, value by value; of another module all that was chosen for it. */
export function changedValues(preset: SlotChoice, choice: SlotChoice): readonly ChangedValue[] {
  const before = valuesIn(preset.module === choice.module ? preset.params : {});
  const after = valuesIn(choice.params);
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [was, is] = [before.get(key), after.get(key)];
    return textOf(was?.value) === textOf(is?.value) ? [] : [{ path: (is ?? was)!.path, before: was?.value, after: is?.value }];
  });
}

function valuesIn(params: JsonObject): ReadonlyMap<string, SaidRow> {
  return new Map(saidRows(params).rows.map((row) => [row.path.join('/'), row]));
}
