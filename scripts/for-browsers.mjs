// How Vite builds chain-core and the SDK for browsers: what only Node has is exchanged for its twin.
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const core = at('libs/chain-core/src');

export const browserAliases = [
  { find: '@bystack/sdk/browser', replacement: at('libs/sdk/src/browser/index.ts') },
  { find: '@bystack/api', replacement: at('libs/api/src/index.ts') },
  { find: /^@bystack\/chain-core\/(.*)$/, replacement: `${core}/$1` },
];

/** crypto/backend.ts and crypto/bls.ts each have a twin that ends in .browser.ts. */
export function browserTwins() {
  const twins = new Map(['backend', 'bls'].map((name) => [`${core}/crypto/${name}.ts`, `${core}/crypto/${name}.browser.ts`]));
  return {
    name: 'browser-twins',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      if (!/(^|\/)(backend|bls)$/.test(source)) return null;
      const resolved = await this.resolve(source, importer, { ...options, skipSelf: true });
      return (resolved && twins.get(resolved.id)) ?? null;
    },
  };
}
