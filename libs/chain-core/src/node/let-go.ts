import { toBinary } from '../crypto/hash';
import type { Hash } from '../primitives/bytes';
import type { Refusal } from '../primitives/refusal';
import { NODE } from './limits';

/** Why transactions that waited here were let go: the newest of them, for whoever asks. */
export class LetGo {
  readonly #why = new Map<string, Refusal>();

  because(txId: Hash, why: Refusal): void {
    const key = toBinary(txId);
    this.#why.delete(key);
    if (this.#why.size >= NODE.letGoMax) this.#why.delete(this.#why.keys().next().value!);
    this.#why.set(key, why);
  }

  why(txId: Hash): Refusal | undefined {
    return this.#why.get(toBinary(txId));
  }
}
