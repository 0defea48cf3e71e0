import { existsSync, readFileSync, readdirSync } from 'node:fs';

/** Test data of other projects, beside the checkout. Where it is not, tests that need it say that they skip. */
export const VECTORS = process.env['BYSTACK_VECTORS'] ?? `${__dirname}/../../../../../shared/vectors`;
const haveVectors = existsSync(VECTORS);
// Where they must be (.ci/run), their absence is a failure and no reason to skip.
if (!haveVectors && process.env['BYSTACK_REQUIRE_VECTORS'] === '1') throw new Error(`BYSTACK_REQUIRE_VECTORS is set, and there is no folder ${VECTORS}`);
if (!haveVectors) console.log('vectors of other projects: skipped, ../shared/vectors is not here');

/** `it`, or `it.skip` without the vectors. */
export const withVectors = haveVectors ? it : it.skip;

export function readVectors<T>(file: string): T {
  return JSON.parse(readFileSync(`${VECTORS}/${file}`, 'utf8')) as T;
}

/** Every file of one folder, by name. */
export function readVectorFolder<T>(folder: string): readonly (readonly [string, T])[] {
  return readdirSync(`${VECTORS}/${folder}`).sort().map((name) => [name, readVectors<T>(`${folder}/${name}`)] as const);
}
