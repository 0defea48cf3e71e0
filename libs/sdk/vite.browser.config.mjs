import { fileURLToPath } from 'node:url';
import { browserAliases, browserTwins } from '../../scripts/for-browsers.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/** One file that any page can import: dist/libs/sdk/browser/bystack-verify.mjs. */
export default {
  root: at('.'),
  plugins: [browserTwins()],
  resolve: { alias: browserAliases },
  build: { outDir: at('../../dist/libs/sdk/browser'), emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 900, lib: { entry: at('src/browser/index.ts'), formats: ['es'], fileName: () => 'bystack-verify.mjs' } },
};
