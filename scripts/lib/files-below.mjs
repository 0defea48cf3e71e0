// Files of a folder and of all folders in it.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** @param {string} folder @returns {string[]} in a stable order, each with the folder before it */
export function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}
