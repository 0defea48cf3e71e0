// The image of chain nodes: /bin/node, its libraries, the program under /app, and /node, which a volume covers.
import { chownSync, chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { importImage } from './import-image.mjs';
import { NODE_USER, RootFs } from './root-fs.mjs';

/**
 * @param {{root: string, app: string, stage: string, repo: string, tag: string}} options `app` holds main.cjs; `stage` is an empty folder
 */
export async function chainNodeImage({ root, app, stage, repo, tag }) {
  const image = new RootFs(stage);
  image.addNode();
  image.add(app, 'app');
  image.add(join(root, 'deploy/docker/healthcheck.cjs'), 'app/healthcheck.cjs');
  image.addLibrariesBelow('app');
  mkdirSync(join(stage, 'node'));
  chmodSync(join(stage, 'node'), 0o700);
  chownSync(join(stage, 'node'), NODE_USER, NODE_USER);
  const changes = ['ENTRYPOINT ["/bin/node"]', `USER ${NODE_USER}:${NODE_USER}`, 'WORKDIR /node', 'ENV TZ=UTC NODE_ENV=production', `LABEL bystack.software=chain-node bystack.version=${tag}`];
  return importImage(stage, { repo, tag, changes });
}
