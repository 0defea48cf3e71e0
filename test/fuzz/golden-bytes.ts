import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromHex, type Bytes } from '@bystack/chain-core/primitives/bytes';

/** From here, and from where the build puts this file. */
const GOLDEN = [join(__dirname, '../golden'), join(__dirname, '../../../test/golden')].find((folder) => existsSync(join(folder, 'encodings.json')))!;

/** Frozen bytes of these names in one file under test/golden. */
export function goldenBytes(file: string, ...names: readonly string[]): readonly Bytes[] {
  const all = JSON.parse(readFileSync(join(GOLDEN, `${file}.json`), 'utf8')) as Readonly<Record<string, string>>;
  return names.map((name) => {
    const bytes = all[name] === undefined ? undefined : fromHex(all[name]);
    if (bytes === undefined) throw new Error(`${file}.json has no bytes of ${name}`);
    return bytes;
  });
}
