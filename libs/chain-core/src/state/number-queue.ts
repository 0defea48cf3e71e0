const ROOM = 64;

/** Numbers below 2^32, first in, first out. */
export class NumberQueue {
  #numbers = new Uint32Array(ROOM);
  #first = 0;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  push(number: number): void {
    if (this.#count === this.#numbers.length) this.#grow();
    this.#numbers[(this.#first + this.#count) & (this.#numbers.length - 1)] = number;
    this.#count += 1;
  }

  /** There must be one. */
  shift(): number {
    const number = this.#numbers[this.#first]!;
    this.#first = (this.#first + 1) & (this.#numbers.length - 1);
    this.#count -= 1;
    return number;
  }

  #grow(): void {
    const larger = new Uint32Array(2 * this.#numbers.length);
    larger.set(this.#numbers.subarray(this.#first));
    larger.set(this.#numbers.subarray(0, this.#first), this.#numbers.length - this.#first);
    this.#numbers = larger;
    this.#first = 0;
  }
}
