import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { browserAliases, browserTwins } from '../../scripts/for-browsers.mjs';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Built into the repository's dist/, served by the control plane; `vite apps/admin-console` proxies the API for work on the pages. */
export default defineConfig({
  root: at('.'),
  base: '/',
  plugins: [browserTwins(), react()],
  resolve: { alias: browserAliases },
  build: { outDir: at('../../dist/apps/admin-console'), emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 900 },
  server: { host: '127.0.0.1', proxy: { '/api': process.env.BYSTACK_URL ?? 'http://127.0.0.1:8080' } },
});
