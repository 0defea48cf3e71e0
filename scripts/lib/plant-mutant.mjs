// Plants a bug in one file of chain-core for the thread that calls this before it loads anything. Nothing on disk is changed.
import { transformSync } from '@swc/core';
import { readFileSync } from 'node:fs';
import Module from 'node:module';
import { swcOptions } from '../swc-options.mjs';

/** @param {string} root of the project @param {{name: string, file: string, from: string, to: string, also?: {from: string, to: string}}} mutant */
export function plantMutant(root, { name, file, from, to, also }) {
  const path = `${root}/libs/chain-core/src/${file}`;
  let source = readFileSync(path, 'utf8');
  for (const change of [{ from, to }, ...(also ? [also] : [])]) {
    if (source.split(change.from).length !== 2) throw new Error(`"${name}" does not fit ${file} any more: its text must stand there exactly once.`);
    source = source.replace(change.from, () => change.to);
  }
  const { code } = transformSync(source, { ...swcOptions(), filename: path });
  const built = `${root}/dist/libs/chain-core/src/${file.replace(/ts$/, 'js')}`;
  const load = Module._extensions['.js'];
  Module._extensions['.js'] = (module, filename) => (filename === built ? module._compile(code, filename) : load(module, filename));
}
