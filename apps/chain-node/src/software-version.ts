import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Version in the nearest package.json above this program. */
export function softwareVersion(): string {
  for (let dir = __dirname; dir !== dirname(dir); dir = dirname(dir)) {
    try {
      const { version } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as { version?: string };
      if (version !== undefined) return version;
    } catch {
      continue; // Not here: look further up.
    }
  }
  return '0.0.0';
}
