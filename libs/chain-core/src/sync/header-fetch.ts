import type { Bytes } from '../primitives/bytes';
import type { HeaviestHeaders } from './heaviest-headers';
import { HeaderTrack } from './header-track';
import { SNAPSHOT } from './limits';

export interface HeaderFetchParts {
  readonly headers: HeaviestHeaders;
  /** Peers that know these messages. */
  connected(): readonly string[];
  /** A number that no question in the same sessions had: a late answer is not taken for that to another question. */
  nextRequest(): number;
  ask(peer: string, request: number, fromHeight: number): void;
  /** The peer sent something no honest peer sends, or does not answer. */
  drop(peer: string, reason: string): void;
  /** Peers that somebody here has chosen: they are asked before those that chose us. */
  isChosen(peer: string): boolean;
  nowMs(): number;
  later(pauseMs: number, call: () => void): () => void;
  /** A peer has told all that it has. `foreign`: its chain leaves what is final here. */
  onTold(peer: string, told: { readonly height: number; readonly isForeign: boolean }): void;
  /** A round begins anew. */
  onRound(): void;
  /** Every peer has told all, or had its time: the best branch is that of most work among those heard. It may be called more than once in a round. */
  onSettled(): void;
}

interface Asked {
  readonly peer: string;
  readonly request: number;
  readonly track: HeaderTrack;
  readonly untilMs: number;
  readonly callOff: () => void;
}

/** Asks one peer after the other for its headers, those first that were not asked for longest, and everybody again once in a while. */
export class HeaderFetch {
  readonly #parts: HeaderFetchParts;
  readonly #told = new Set<string>();
  /** Rises; when each was seen first, or asked last. */
  readonly #turns = new Map<string, number>();
  #asked: Asked | undefined;
  #turn = 0;
  /** Calls off the next round, or the end of this one. */
  #timer: (() => void) | undefined;
  #isClosed = false;

  constructor(parts: HeaderFetchParts) {
    this.#parts = parts;
  }

  /** A round: everybody is asked again. Peers that are silent, or come anew all the time, do not keep it from ending. */
  begin(): void {
    this.#told.clear();
    this.#later(SNAPSHOT.headersSettleMs, () => this.#settle());
    this.#next();
  }

  onConnected(): void {
    this.#next();
  }

  onDisconnected(peer: string): void {
    this.#told.delete(peer);
    this.#turns.delete(peer);
    if (this.#asked?.peer !== peer) return;
    this.#answered();
    this.#next();
  }

  onHeaders(peer: string, request: number, headers: readonly Bytes[]): void {
    if (this.#asked?.peer !== peer || this.#asked.request !== request) return;
    const { track, untilMs } = this.#asked;
    this.#answered();
    const before = track.reached;
    const end = track.take(headers);
    if (end === undefined) return this.#ask(peer, track, untilMs + SNAPSHOT.headerMsMax * (track.reached - before));
    if (typeof end !== 'string') return this.#drop(peer, `its headers are worth nothing: ${end.fault}`);
    this.#told.add(peer);
    this.#parts.onTold(peer, { height: track.reached, isForeign: end === 'foreign' });
    this.#next();
  }

  close(): void {
    this.#isClosed = true;
    this.#answered();
    this.#timer?.();
  }

  #next(): void {
    if (this.#isClosed || this.#asked !== undefined) return;
    const peer = this.#longestWaiting();
    if (peer === undefined) return this.#settle();
    this.#turns.set(peer, (this.#turn += 1));
    this.#ask(peer, new HeaderTrack(this.#parts.headers), this.#parts.nowMs() + SNAPSHOT.headersSettleMs);
  }

  #longestWaiting(): string | undefined {
    const { connected, isChosen } = this.#parts;
    const waiting = connected().filter((peer) => !this.#told.has(peer));
    for (const peer of waiting) if (!this.#turns.has(peer)) this.#turns.set(peer, (this.#turn += 1));
    return waiting.sort((a, b) => Number(isChosen(b)) - Number(isChosen(a)) || this.#turns.get(a)! - this.#turns.get(b)!)[0];
  }

  #settle(): void {
    this.#later(SNAPSHOT.headersMs, () => {
      this.#parts.onRound();
      if (!this.#isClosed) this.begin();
    });
    this.#parts.onSettled();
  }

  #later(pauseMs: number, call: () => void): void {
    this.#timer?.();
    this.#timer = this.#parts.later(pauseMs, call);
  }

  #ask(peer: string, track: HeaderTrack, untilMs: number): void {
    const leftMs = untilMs - this.#parts.nowMs();
    if (leftMs <= 0) return this.#drop(peer, 'it tells its headers too slowly');
    const callOff = this.#parts.later(Math.min(SNAPSHOT.answerMsMax, leftMs), () => this.#drop(peer, 'it does not answer'));
    const request = this.#parts.nextRequest();
    this.#asked = { peer, request, track, untilMs, callOff };
    this.#parts.ask(peer, request, track.from);
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
