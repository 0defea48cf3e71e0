import { makeWords } from './hash-words';

/** For so many numbers there is room from the first one on. */
const ROOM = 32;
/** Shared by all that hold nothing: most versions of a state are settled. */
const NOTHING = { numbers: new Int32Array(0), index: new Int32Array(1) };
/** Spreads numbers that follow each other. */
const SPREAD = 0x9e3779b1;

/** Numbers (below 2^32) and their places: 0, 1, 2, in the order in which they came. What a map would be, in two typed arrays. */
export class NumberIndex {
  #count = 0;
  /** Their 32 bits, whatever the sign. */
  #numbers = NOTHING.numbers;
  /** One more than the place of a number, where the number leads to or at the next free ones; 0: nothing. Half of it is free. */
  #index = NOTHING.index;

  get count(): number {
    return this.#count;
  }

  /** For how many numbers there is room. */
  get room(): number {
    return this.#numbers.length;
  }

  /** @returns -1: it is not here */
  find(number: number): number {
    const index = this.#index;
    const bits = number | 0;
    for (let at = this.#start(bits); index[at] !== 0; at = (at + 1) & (index.length - 1)) if (this.#numbers[index[at]! - 1] === bits) return index[at]! - 1;
    return -1;
  }

  /** @returns its place, a new one if it has none */
  place(number: number): number {
    const found = this.find(number);
    if (found >= 0) return found;
    if (this.#count === this.#numbers.length) this.#grow();
    this.#numbers[this.#count] = number;
    this.#enter(this.#count);
    return this.#count++;
  }

  numberAt(place: number): number {
    return this.#numbers[place]! >>> 0;
  }

  #enter(place: number): void {
    const index = this.#index;
    let at = this.#start(this.#numbers[place]!);
    while (index[at] !== 0) at = (at + 1) & (index.length - 1);
    index[at] = place + 1;
  }

  #start(number: number): number {
    return (Math.imul(number, SPREAD) >>> 8) & (this.#index.length - 1);
  }

  #grow(): void {
    const numbers = this.#numbers;
    this.#numbers = makeWords(Math.max(ROOM, 2 * numbers.length));
    this.#index = makeWords(2 * this.#numbers.length);
    this.#numbers.set(numbers);
    for (let place = 0; place < this.#count; place += 1) this.#enter(place);
  }
}
