import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { HeaderFile } from '../storage';

/** Where headers of proof of work lie in a node's folder while a state is being fetched. */
export class WorkHeadersDir {
  readonly #dir: string;

  constructor(dataDir: string) {
    this.#dir = join(dataDir, 'headers');
  }

  /** Along the branch of most work. */
  best(): HeaderFile {
    return new HeaderFile({ dir: this.#dir, name: 'best' });
  }

  /** Of one branch beside it, while it is being told. */
  rival(): HeaderFile {
    return new HeaderFile({ dir: this.#dir, name: 'rival' });
  }

  /** They are damaged: what comes next begins anew, and whoever wants to know why finds them beside it. */
  setAside(): string {
    const aside = `${this.#dir}.damaged`;
    rmSync(aside, { recursive: true, force: true });
    if (existsSync(this.#dir)) renameSync(this.#dir, aside);
    return aside;
  }

  remove(): void {
    rmSync(this.#dir, { recursive: true, force: true });
  }
}
