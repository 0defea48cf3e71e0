import type { Bytes } from '@bystack/chain-core/primitives/bytes';
import { Random } from '@bystack/chain-core/testing/sim/random';
import { judge, type Fault } from './judge';
import { mutate } from './mutate';
import { mutateJson } from './mutate-json';
import type { FuzzTarget } from './target';

export interface Found extends Fault {
  readonly decoder: string;
  readonly input: Bytes;
}

const POOL_MAX = 200;
const FOUND_MAX = 5;
/** Inputs are kept to change them further while they are no larger. */
const KEPT_BYTES_MAX = 8 * 1024;

/** One decoder and what has become of it so far. What it accepts is changed further: so changes get deeper than any single one. */
export class FuzzedTarget {
  readonly target: FuzzTarget;
  readonly found: Found[] = [];
  accepted = 0;
  refused = 0;
  readonly #random: Random;
  readonly #pool: Bytes[];

  constructor(target: FuzzTarget, seed: number) {
    this.target = target;
    this.#random = new Random(seed, [...target.decoder].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, 7));
    this.#pool = [...target.corpus];
    for (const bytes of target.corpus) this.#try(bytes);
    if (this.refused > 0 && !target.isStateful) throw new Error(`${target.decoder} refuses what it should begin with`);
  }

  get inputs(): number {
    return this.accepted + this.refused + this.found.length;
  }

  /** @param onInput is told each input before it is decoded */
  run(inputs: number, onInput: (bytes: Bytes) => void = () => undefined): void {
    for (let left = inputs; left > 0 && this.found.length < FOUND_MAX; left -= 1) {
      const bytes = this.#next();
      onInput(bytes);
      this.#try(bytes);
    }
  }

  #next(): Bytes {
    const { form, repair } = this.target;
    const [bytes, other] = [this.#random.pick(this.#pool), this.#random.pick(this.#pool)];
    const changed = form === 'json' ? mutateJson(bytes, this.#random, other) : mutate(bytes, this.#random, other);
    return Uint8Array.from(repair !== undefined && this.#random.chance(800) ? repair(changed) : changed);
  }

  #try(bytes: Bytes): void {
    const verdict = judge(this.target, bytes);
    if (verdict === 'accepted') this.#keep(bytes);
    else if (verdict === 'refused') this.refused += 1;
    else this.found.push({ ...verdict, decoder: this.target.decoder, input: bytes });
  }

  #keep(bytes: Bytes): void {
    this.accepted += 1;
    if (bytes.length > KEPT_BYTES_MAX) return;
    if (this.#pool.length < POOL_MAX) this.#pool.push(bytes);
    else this.#pool[this.target.corpus.length + this.#random.below(POOL_MAX - this.target.corpus.length)] = bytes;
  }
}
