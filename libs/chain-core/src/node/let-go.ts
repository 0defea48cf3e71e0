import { toBinary } from '../crypto/hash';
import type { Hash } from '../primitives/bytes';
import { keepNewest } from '../primitives/keep-newest';
import type { Refusal } from '../primitives/refusal';
import { NODE } from './limits';

/** Why transactions that waited here were let go: the newest of them, for whoever asks. */
export class LetGo {
  readonly #why = new Map<string, Refusal>();

  because(txId: Hash, why: Refusal): void {
    keepNewest(this.#why, toBinary(txId), why, NODE.letGoMax);
  }

  why(txId: Hash): Refusal | undefined {
    return this.#why.get(toBinary(txId));
  }
}
