import type { RangeBounds } from '../state/state-range';
import { SNAPSHOT } from './limits';

/** What a peer is asked for: which state it could give, its head, or a part of it. */
export type Question = { readonly what: 'offer' | 'head' } | { readonly what: 'range'; readonly bounds: RangeBounds };
type Asked = Question & { readonly peer: string; readonly callOff: () => void };

export interface SnapshotQuestionsParts {
  later(pauseMs: number, call: () => void): () => void;
  /** The peer has not answered in time. */
  onOverdue(peer: string): void;
}

/** What peers were asked and have not answered, by the number that goes with the question. */
export class SnapshotQuestions {
  readonly #parts: SnapshotQuestionsParts;
  readonly #asked = new Map<number, Asked>();
  #number = 0;

  constructor(parts: SnapshotQuestionsParts) {
    this.#parts = parts;
  }

  /** @returns its number */
  open(peer: string, question: Question): number {
    this.#number += 1;
    const callOff = this.#parts.later(SNAPSHOT.answerMsMax, () => this.#parts.onOverdue(peer));
    this.#asked.set(this.#number, { ...question, peer, callOff });
    return this.#number;
  }

  /** An answer came. @returns the question, which is open no more; undefined: this peer was not asked that */
  take(peer: string, number: number, what: Question['what']): Question | undefined {
    const asked = this.#asked.get(number);
    if (asked?.peer !== peer || asked.what !== what) return undefined;
    this.#close(number, asked);
    return asked;
  }

  /** @returns what the peer was asked, which is open no more */
  forget(peer: string): readonly Question[] {
    const its = [...this.#asked].filter(([, asked]) => asked.peer === peer);
    for (const [number, asked] of its) this.#close(number, asked);
    return its.map(([, asked]) => asked);
  }

  /** Whom a question of this kind is open with, once for each question. */
  peersAsked(what: Question['what']): readonly string[] {
    return [...this.#asked.values()].filter((asked) => asked.what === what).map(({ peer }) => peer);
  }

  clear(): void {
    for (const { callOff } of this.#asked.values()) callOff();
    this.#asked.clear();
  }

  #close(number: number, { callOff }: Asked): void {
    callOff();
    this.#asked.delete(number);
  }
}
