import { dirname, join } from 'node:path';
import { readTextIfAny } from './files/atomic';

export interface Installation {
  /** The checkout, or the folder of the bundle. */
  readonly folder: string;
  readonly version: string;
}

/** Where this program is installed and which version it is: the nearest package.json above it says so. */
export function installation(from = __dirname): Installation {
  const text = readTextIfAny(join(from, 'package.json'));
  const version = text === undefined ? undefined : (JSON.parse(text) as { readonly version?: string }).version;
  if (version !== undefined) return { folder: from, version };
  if (from === dirname(from)) throw new Error(`there is no package.json above ${__dirname}`);
  return installation(dirname(from));
}
