import { NETWORK } from './limits';

/** What was lately noticed of two processes that use the key of one node, whichever side of it this node is on. */
export class SecondProcesses {
  /** When a second process was last refused that uses a peer's key; when a peer last refused this one. */
  readonly #refusedHereAtMs = new Map<string, number>();
  readonly #refusedThereAtMs = new Map<string, number>();

  /** This node refuses a second process that uses the peer's key. */
  refusedHere(peer: string): void {
    this.#refusedHereAtMs.set(peer, Date.now());
  }

  /** The peer refuses this process, because another one with its key is connected there. */
  refusedBy(peer: string): void {
    this.#refusedThereAtMs.set(peer, Date.now());
  }

  /** Peers whose key a second process uses. */
  get twins(): readonly string[] {
    return lately(this.#refusedHereAtMs);
  }

  /** Peers that do not talk to this process. */
  get refusing(): readonly string[] {
    return lately(this.#refusedThereAtMs);
  }
}

function lately(atMs: ReadonlyMap<string, number>): readonly string[] {
  return [...atMs].filter(([, seenMs]) => Date.now() - seenMs <= NETWORK.twinMs).map(([peer]) => peer);
}
