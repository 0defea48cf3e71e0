import { Injectable } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';
import { WindowCounter } from './window-counter';

/** Fixed windows in bounded memory; the library's own keeps a timer for every single request. */
@Injectable()
export class ThrottleStorage implements ThrottlerStorage {
  readonly #windows = new Map<number, WindowCounter>();

  async increment(key: string, ttl: number, limit: number): ReturnType<ThrottlerStorage['increment']> {
    let window = this.#windows.get(ttl);
    if (!window) this.#windows.set(ttl, (window = new WindowCounter(ttl)));
    const totalHits = window.add(key);
    const seconds = Math.ceil(window.remainingMs / 1000);
    return { totalHits, timeToExpire: seconds, isBlocked: totalHits > limit, timeToBlockExpire: seconds };
  }
}
