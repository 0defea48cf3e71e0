// node stand-in-image.mjs REPOSITORY TAG: an image whose program is the stand-in node, made by the same hands as the real one.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chainNodeImage } from '../../../../scripts/lib/image/chain-node.mjs';

const [repo, tag] = process.argv.slice(2);
const root = fileURLToPath(new URL('../../../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'bystack-stand-in-'));
try {
  const app = join(folder, 'app');
  mkdirSync(app);
  writeFileSync(join(app, 'stand-in-node.mjs'), readFileSync(new URL('stand-in-node.mjs', import.meta.url)));
  writeFileSync(join(app, 'main.cjs'), "import('/app/stand-in-node.mjs');\n");
  await chainNodeImage({ root, app, stage: join(folder, 'root'), repo, tag });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
