import { refuse, type Json } from '@bystack/chain-core/module';
import { LIMITS } from '../limits';

/** Escapes one step of a JSON pointer (RFC 6901). */
export function pointerStep(key: string | number): string {
  return `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

interface Walk {
  nodes: number;
  readonly path: (string | number)[];
}

function tooLarge(walk: Walk, reason: string): never {
  return refuse('DATA_TOO_LARGE', { path: walk.path.map(pointerStep).join(''), reason });
}

function step(walk: Walk, key: string | number, value: Json): void {
  walk.path.push(key);
  visit(walk, value);
  walk.path.pop();
}

function visit(walk: Walk, value: Json): void {
  walk.nodes += 1;
  if (walk.nodes > LIMITS.dataNodesMax) tooLarge(walk, `more than ${LIMITS.dataNodesMax} values`);
  if (typeof value === 'string' && value.length > LIMITS.dataTextMax) tooLarge(walk, `texts have at most ${LIMITS.dataTextMax} characters`);
  if (value === null || typeof value !== 'object') return;
  if (walk.path.length >= LIMITS.dataDepthMax) tooLarge(walk, `nested more than ${LIMITS.dataDepthMax} deep`);
  if (Array.isArray(value)) {
    if (value.length > LIMITS.dataListMax) tooLarge(walk, `lists have at most ${LIMITS.dataListMax} entries`);
    for (let i = 0; i < value.length; i += 1) step(walk, i, value[i] as Json);
    return;
  }
  const keys = Object.keys(value);
  if (keys.length > LIMITS.dataPropertiesMax) tooLarge(walk, `objects have at most ${LIMITS.dataPropertiesMax} properties`);
  for (const key of keys) step(walk, key, (value as Record<string, Json>)[key]!);
}

/** Imposes the bounds a schema may have left open. Refuses DATA_TOO_LARGE with `{path, reason}`. */
export function checkData(data: Json): void {
  visit({ nodes: 0, path: [] }, data);
}
