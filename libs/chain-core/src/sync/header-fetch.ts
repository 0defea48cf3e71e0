import type { Bytes } from '../primitives/bytes';
import type { HeaviestHeaders } from './heaviest-headers';
import { HeaderTrack } from './header-track';
import { SNAPSHOT } from './limits';

export interface HeaderFetchParts {
  readonly headers: HeaviestHeaders;
  /** Peers that know these messages. */
  connected(): readonly string[];
  ask(peer: string, request: number, fromHeight: number): void;
  /** The peer sent something no honest peer sends, or does not answer. */
  drop(peer: string, reason: string): void;
  later(pauseMs: number, call: () => void): () => void;
  /** A peer has told all that it has. `foreign`: its chain leaves what is final here. */
  onTold(peer: string, told: { readonly height: number; readonly isForeign: boolean }): void;
  /** Every peer has told all: the best branch is that of most work. */
  onSettled(): void;
}

/** Asks one peer after the other for its headers, and everybody again once in a while. */
export class HeaderFetch {
  readonly #parts: HeaderFetchParts;
  readonly #told = new Set<string>();
  #asked: { readonly peer: string; readonly request: number; readonly track: HeaderTrack; readonly callOff: () => void } | undefined;
  #request = 0;
  #round: (() => void) | undefined;
  #isClosed = false;

  constructor(parts: HeaderFetchParts) {
    this.#parts = parts;
  }

  /** A round: everybody is asked again. */
  begin(): void {
    this.#told.clear();
    this.#round = this.#parts.later(SNAPSHOT.headersMs, () => this.begin());
    this.#next();
  }

  onConnected(): void {
    this.#next();
  }

  onDisconnected(peer: string): void {
    this.#told.delete(peer);
    if (this.#asked?.peer !== peer) return;
    this.#answered();
    this.#next();
  }

  onHeaders(peer: string, request: number, headers: readonly Bytes[]): void {
    if (this.#asked?.peer !== peer || this.#asked.request !== request) return;
    const { track } = this.#asked;
    this.#answered();
    const end = track.take(headers);
    if (end === undefined) return this.#ask(peer, track);
    if (typeof end !== 'string') return this.#drop(peer, `its headers are worth nothing: ${end.fault}`);
    this.#told.add(peer);
    this.#parts.onTold(peer, { height: track.reached, isForeign: end === 'foreign' });
    this.#next();
  }

  close(): void {
    this.#isClosed = true;
    this.#answered();
    this.#round?.();
  }

  #next(): void {
    if (this.#isClosed || this.#asked !== undefined) return;
    const peer = this.#parts.connected().find((each) => !this.#told.has(each));
    if (peer === undefined) return this.#parts.onSettled();
    this.#ask(peer, new HeaderTrack(this.#parts.headers));
  }

  #ask(peer: string, track: HeaderTrack): void {
    this.#request += 1;
    const callOff = this.#parts.later(SNAPSHOT.answerMsMax, () => this.#drop(peer, 'it does not answer'));
    this.#asked = { peer, request: this.#request, track, callOff };
    this.#parts.ask(peer, this.#request, track.from);
  }

  #answered(): void {
    this.#asked?.callOff();
    this.#asked = undefined;
  }

  #drop(peer: string, reason: string): void {
    this.#answered();
    // It may be connected for another moment.
    this.#told.add(peer);
    this.#parts.drop(peer, reason);
    this.#next();
  }
}
