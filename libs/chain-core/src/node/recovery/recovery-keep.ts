import { writeRecovery, type RecoveryRecord } from './recovery-file';

/** What a node must not forget about starting again, as it is on disk. */
export class RecoveryKeep {
  readonly #dataDir: string;
  #record: RecoveryRecord | undefined;

  constructor({ dataDir, record }: { readonly dataDir: string; readonly record: RecoveryRecord | undefined }) {
    this.#dataDir = dataDir;
    this.#record = record;
  }

  get record(): RecoveryRecord | undefined {
    return this.#record;
  }

  /** Durable when it returns. */
  write(record: RecoveryRecord): void {
    writeRecovery(this.#dataDir, record);
    this.#record = record;
  }
}
