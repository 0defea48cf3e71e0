import type { Bytes } from '../primitives/bytes';
import { equalBytes } from '../primitives/bytes';
import { blockId } from '../protocol/ids';
import type { HeaviestHeaders } from './heaviest-headers';
import { SNAPSHOT } from './limits';
import { readHeader } from './snapshot-head';

/** told: the peer has nothing more; foreign: its chain leaves ours below the block that everything stands on. */
export type TrackEnd = 'told' | 'foreign';

/** What one peer tells of its headers: first where its branch leaves the best one, then all that follows. */
export class HeaderTrack {
  readonly #headers: HeaviestHeaders;
  /** The next question is for headers from here on. */
  from: number;
  /** The last header that the peer has told of, or that it shares with us. */
  reached: number;
  #step = 1;
  #line: 'best' | 'rival' | undefined;

  constructor(headers: HeaviestHeaders) {
    this.#headers = headers;
    this.from = Math.max(headers.base.height + 1, headers.top);
    this.reached = headers.base.height;
  }

  /** @returns undefined: ask on; how it ended; or, in words, why no honest peer answers so */
  take(headers: readonly Bytes[]): TrackEnd | undefined | { readonly fault: string } {
    const first = headers[0] && readHeader(headers[0]);
    if (headers.length > 0 && first?.height !== this.from) return { fault: 'these are not the headers that were asked for' };
    if (this.#line !== undefined) return this.#follow(headers);
    const shared = first !== undefined && equalBytes(first.parentId, this.#headers.idAt(this.from - 1)!);
    if (!shared) return this.#stepBack(headers.length === 0);
    let same = 0;
    while (same < headers.length && this.#isKnown(this.from + same, headers[same]!)) same += 1;
    this.reached = this.from + same - 1;
    if (same === headers.length) return this.#goOn(headers.length);
    this.#line = this.#headers.fork(this.reached);
    this.from = this.reached + 1;
    return this.#follow(headers.slice(same), headers.length);
  }

  /** Looks for what we share, ever further below. */
  #stepBack(isEmpty: boolean): TrackEnd | undefined {
    const lowest = this.#headers.base.height + 1;
    // It went over to another branch meanwhile: the next round will hear of that.
    if (this.reached >= lowest) return 'told';
    if (this.from === lowest) return isEmpty ? 'told' : 'foreign';
    this.from = Math.max(lowest, this.from - this.#step);
    this.#step *= 2;
    return undefined;
  }

  #follow(headers: readonly Bytes[], answered = headers.length): TrackEnd | undefined | { readonly fault: string } {
    const kept = this.#headers.add(this.#line!, headers);
    if (typeof kept === 'string') return { fault: kept };
    this.reached += kept;
    return this.#goOn(kept < headers.length ? 0 : answered);
  }

  #goOn(answered: number): TrackEnd | undefined {
    this.from = this.reached + 1;
    if (answered >= SNAPSHOT.headersMax) return undefined;
    if (this.#line === 'rival') this.#headers.weigh();
    return 'told';
  }

  #isKnown(height: number, bytes: Bytes): boolean {
    return this.#headers.holds(height, blockId(bytes));
  }
}
