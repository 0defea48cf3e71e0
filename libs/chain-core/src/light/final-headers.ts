import type { Hash } from '../primitives/bytes';
import { equalBytes } from '../primitives/bytes';
import type { ReadHeader } from '../protocol/read-evidence';
import type { FinalityProof } from '../protocol/finality-proof';

/** A header that a certificate, its own or a descendant's, made final. */
export interface FinalHeader extends ReadHeader {
  readonly certificate: FinalityProof;
}

/** Two final headers that no honest committee certifies both. */
export interface Conflict {
  readonly reason: string;
  readonly first: FinalHeader;
  readonly second: FinalHeader;
}

/** The newest final headers seen, by height. All final blocks lie on one chain, so whatever does not fit among them is proof of a fork. */
export class FinalHeaders {
  readonly #headersMax: number;
  /** Ascending by height. */
  readonly #headers: FinalHeader[] = [];

  constructor(options: { readonly headersMax: number }) {
    this.#headersMax = options.headersMax;
  }

  /** Remembers a final header. @returns the conflict if it contradicts one that is remembered. */
  add(header: FinalHeader): Conflict | undefined {
    const at = this.#placeOf(header.header.height);
    const [below, same, above] = [this.#headers[at - 1], this.#headers[at], this.#headers[at + 1]];
    if (same?.header.height === header.header.height) return equalBytes(same.id, header.id) ? undefined : { reason: 'two different blocks are final at one height', first: same, second: header };
    const conflict = (below && outOfOrder(below, header)) ?? (same && outOfOrder(header, same)) ?? (above && outOfOrder(header, above));
    if (conflict !== undefined) return conflict;
    this.#headers.splice(at, 0, header);
    if (this.#headers.length > this.#headersMax) this.#headers.shift();
    return undefined;
  }

  /** Index of the first header at this height or above. */
  #placeOf(height: number): number {
    let low = 0;
    let high = this.#headers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#headers[middle]!.header.height < height) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function outOfOrder(lower: FinalHeader, higher: FinalHeader): Conflict | undefined {
  const reason = contradiction(lower.header, lower.id, higher.header);
  return reason === undefined ? undefined : { reason, first: lower, second: higher };
}

function contradiction(lower: ReadHeader['header'], lowerId: Hash, higher: ReadHeader['header']): string | undefined {
  if (higher.height === lower.height + 1 && !equalBytes(higher.parentId, lowerId)) return 'a block is final whose parent is not the final block below it';
  if (higher.epoch === lower.epoch && higher.view === lower.view) return 'two different blocks are final in one view';
  if (higher.epoch < lower.epoch || (higher.epoch === lower.epoch && higher.view < lower.view)) return 'a higher block is final in a lower view';
  return undefined;
}
