import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Secrets that must not be in the database or its backups, one file each, mode 0600. A file is made once, completely, and never replaced:
 * two processes that start at the same time end up with the same secret.
 */
export class SecretFiles {
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** @returns the file's contents, made by `make` on the first call. */
  once(name: string, make: () => Buffer): Buffer {
    const path = join(this.folder, name);
    if (!existsSync(path)) writeOnce(path, make());
    chmodSync(path, 0o600);
    return readFileSync(path);
  }

  /** 32 random bytes, kept as hex. */
  key(name: string): Buffer {
    return Buffer.from(
      this.once(name, () => Buffer.from(randomBytes(32).toString('hex')))
        .toString('utf8')
        .trim(),
      'hex',
    );
  }
}

function writeOnce(path: string, contents: Buffer): void {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const file = openSync(draft, 'wx', 0o600);
  try {
    writeSync(file, contents);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const folder = openSync(dirname(path), 'r');
  fsyncSync(folder);
  closeSync(folder);
}
