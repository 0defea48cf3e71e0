import type { Bytes, Hash } from '../primitives/bytes';
import { decodeHeader } from '../protocol/encode-block';
import type { PowParameters } from '../protocol/genesis';
import { blockId } from '../protocol/ids';
import { HeaderFetch, HeaviestHeaders } from '../sync';
import type { HeaderFetchParts, HeaderLine, WorkBase } from '../sync';
import type { WorkChain } from './work-chain';
import type { KeptHeaders, WorkShelf } from './work-shelf';

export interface HeardHeadersParts extends Omit<HeaderFetchParts, 'headers'> {
  readonly chain: WorkChain;
  readonly shelf: WorkShelf;
  /** Waits a moment, so that others have their turn. */
  pause(): Promise<void>;
}

interface Files {
  readonly best: KeptHeaders;
  readonly rival: KeptHeaders;
}

/** The headers that everybody has, while there may be a reason to take a state: the best branch of those heard so far, and who is asked for more. */
export class HeardHeaders {
  readonly #files: Files;
  readonly #headers: HeaviestHeaders;
  readonly #fetch: HeaderFetch;

  private constructor(headers: HeaviestHeaders, files: Files, parts: HeardHeadersParts) {
    this.#headers = headers;
    this.#files = files;
    this.#fetch = new HeaderFetch({ ...parts, headers });
  }

  /** With what a life before has kept. Nobody is asked before `begin`. */
  static async open(parameters: PowParameters, parts: HeardHeadersParts): Promise<HeardHeaders> {
    const { chain, shelf, nowMs, pause } = parts;
    const files = { best: shelf.best(), rival: shelf.rival() };
    const headers = new HeaviestHeaders({ parameters, base: baseFor(files.best, chain) }, { ...files, nowMs });
    await headers.takeBack(pause);
    return new HeardHeaders(headers, files, parts);
  }

  /** Height of the best header. */
  get top(): number {
    return this.#headers.top;
  }

  /** Height of the newest block of the best branch that is final by what stands on it. */
  get finalTop(): number {
    return this.#headers.finalTop;
  }

  begin(): void {
    this.#fetch.begin();
  }

  onConnected(): void {
    this.#fetch.onConnected();
  }

  onDisconnected(peer: string): void {
    this.#fetch.onDisconnected(peer);
  }

  onHeaders(peer: string, request: number, headers: readonly Bytes[]): void {
    this.#fetch.onHeaders(peer, request, headers);
  }

  /** Whether the block is final by its work on the best branch, on which also stands what is `final` here. */
  buries(height: number, id: Hash, final: WorkChain['final']): boolean {
    return height > final.height && this.#headers.holds(final.height, final.id) && this.#headers.buries(height, id);
  }

  /** From here on the branch stays what a state was checked against, until the node has started again. */
  keep(): void {
    this.#fetch.close();
    this.#files.best.sync();
  }

  close(): void {
    this.#fetch.close();
    this.#files.best.close();
    this.#files.rival.close();
  }
}

/** The block that headers kept from a life before stand on, if it is final here; else the newest final one. */
function baseFor(kept: HeaderLine, chain: WorkChain): WorkBase {
  const height = Math.min(kept.base?.height ?? Infinity, chain.final.height);
  const bytes = chain.header(height)!;
  const { timeMs, work } = decodeHeader(bytes);
  return { id: blockId(bytes), height, timeMs, bits: work!.bits, parentTimeMs: height === 0 ? timeMs : decodeHeader(chain.header(height - 1)!).timeMs };
}
