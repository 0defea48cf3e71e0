import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { toHex, type Bytes } from '@bystack/chain-core/primitives/bytes';

/**
 * Bytes that must never change by accident: they are on wires, on disks and under signatures. A test that finds others fails; after a
 * wanted change run `npm run golden:approve` and commit the file with the reason.
 */
export function expectGolden(file: string, found: Readonly<Record<string, Bytes>>): void {
  const path = `${__dirname}/${file}`;
  const text = `${JSON.stringify(Object.fromEntries(Object.entries(found).map(([name, bytes]) => [name, toHex(bytes)])), null, 2)}\n`;
  if (process.env.APPROVE_GOLDEN === '1') writeFileSync(path, text);
  expect(existsSync(path)).toBe(true);
  expect(JSON.parse(text)).toEqual(JSON.parse(readFileSync(path, 'utf8')));
}
