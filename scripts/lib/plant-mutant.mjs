// Plants a bug in one file of chain-core for the thread that calls this before it loads anything. Nothing on disk is changed.
import { transformSync } from '@swc/core';
import { readFileSync } from 'node:fs';
import Module from 'node:module';
import { swcOptions } from '../swc-options.mjs';

/** @param {string} root of the project @param {{name: string, file: string, from: string, to: string}} mutant */
export function plantMutant(root, { name, file, from, to }) {
  const path = `${root}/libs/chain-core/src/${file}`;
  const source = readFileSync(path, 'utf8');
  if (source.split(from).length !== 2) throw new Error(`"${name}" does not fit ${file} any more: its text must stand there exactly once.`);
  const { code } = transformSync(source.replace(from, () => to), { ...swcOptions(), filename: path });
  const built = `${root}/dist/libs/chain-core/src/${file.replace(/ts$/, 'js')}`;
  const load = Module._extensions['.js'];
  Module._extensions['.js'] = (module, filename) => (filename === built ? module._compile(code, filename) : load(module, filename));
}
