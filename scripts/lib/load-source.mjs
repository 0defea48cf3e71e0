// Loads TypeScript sources as they stand, for scripts that must not depend on what was built last.
import { transformFileSync } from '@swc/core';
import Module, { createRequire } from 'node:module';
import { swcOptions } from '../swc-options.mjs';

const require = createRequire(import.meta.url);
let isReady = false;

/** @param {string} file absolute path of a .ts file @returns what it exports */
export function loadSource(file) {
  if (!isReady) {
    const options = swcOptions();
    Module._extensions['.ts'] = (module, filename) => module._compile(transformFileSync(filename, { ...options, sourceMaps: 'inline', filename }).code, filename);
    isReady = true;
  }
  return require(file);
}
