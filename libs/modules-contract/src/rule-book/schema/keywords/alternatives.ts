import type { Json } from '@bystack/chain-core/module';
import type { Check } from '../run';
import { schemas, type Place } from './place';

export function oneOf(value: Json, place: Place): Check {
  const checks = schemas(value, place);
  return (data, run) => {
    let fitting = 0;
    const any = run.either(() => {
      for (const check of checks) if (check(data, run)) fitting += 1;
      return fitting > 0;
    });
    return any && (fitting === 1 || run.fail('fits several alternatives of which only one may fit'));
  };
}

export function allOf(value: Json, place: Place): Check {
  const checks = schemas(value, place);
  return (data, run) => checks.every((check) => check(data, run));
}

export function anyOf(value: Json, place: Place): Check {
  const checks = schemas(value, place);
  return (data, run) => run.either(() => checks.some((check) => check(data, run)));
}

/** `then` and `else` are read here; alone they mean nothing. */
export function ifKeyword(value: Json, place: Place): Check {
  const test = place.sub(value, '');
  const branch = (name: 'then' | 'else'): Check => (place.schema[name] === undefined ? () => true : place.beside(name));
  const [whenTrue, whenFalse] = [branch('then'), branch('else')];
  return (data, run) => (run.quietly(() => test(data, run)) ? whenTrue(data, run) : whenFalse(data, run));
}

export function not(value: Json, place: Place): Check {
  const check = place.sub(value, '');
  return (data, run) => !run.quietly(() => check(data, run)) || run.fail('is not allowed here');
}
