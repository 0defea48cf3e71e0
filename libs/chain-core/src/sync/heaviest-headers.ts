import type { Bytes, Hash } from '../primitives/bytes';
import { equalBytes } from '../primitives/bytes';
import { decodeHeader } from '../protocol/codec';
import type { PowParameters } from '../protocol/genesis';
import { blockId } from '../protocol/ids';
import { LIMITS } from '../protocol/limits';
import { isBuried } from '../protocol/pow/buried';
import { workFault } from '../protocol/pow/check-work';
import { nextBits, type Pace } from '../protocol/pow/retarget';
import { workOfBits } from '../protocol/pow/target';
import type { WeighedHeader } from '../storage';
import { SNAPSHOT } from './limits';
import { readHeader } from './snapshot-head';

/** Consecutive headers, kept somewhere. `top` is the height of the last one, or of what the first stands on. */
export interface HeaderLine {
  readonly base: { readonly height: number; readonly id: Hash } | undefined;
  readonly top: number;
  at(height: number): WeighedHeader | undefined;
  begin(base: { readonly height: number; readonly id: Hash }): void;
  add(headers: readonly WeighedHeader[]): void;
  cutTo(height: number): void;
}

/** What all headers stand on: a block that is final here. */
export interface WorkBase extends Pace {
  readonly id: Hash;
}

export interface HeaviestHeadersParts {
  readonly best: HeaderLine;
  /** For one branch beside the best one, while a peer is telling it. */
  readonly rival: HeaderLine;
  nowMs(): number;
}

type Line = 'best' | 'rival';

/** Headers from a final block on, along the branch of most work that anybody has told of, each checked as a miner's would be. Of branches of equal work the one that was heard first. */
export class HeaviestHeaders {
  readonly #parameters: PowParameters;
  readonly #parts: HeaviestHeadersParts;
  readonly #base: WorkBase;
  /** undefined: not judged since the best branch changed. */
  #finalTop: number | undefined;

  /** Nothing is known yet: see `takeBack`. */
  constructor(options: { readonly parameters: PowParameters; readonly base: WorkBase }, parts: HeaviestHeadersParts) {
    this.#parameters = options.parameters;
    this.#base = options.base;
    this.#parts = parts;
  }

  get base(): WorkBase {
    return this.#base;
  }

  /** Height of the best header. */
  get top(): number {
    return this.#parts.best.top;
  }

  /** Id of the best branch's block at this height; undefined: it is not known. */
  idAt(height: number): Hash | undefined {
    if (height === this.#base.height) return this.#base.id;
    const known = this.#parts.best.at(height);
    return known && blockId(known.bytes);
  }

  /** Whether this block is on the best branch. */
  holds(height: number, id: Hash): boolean {
    const known = this.idAt(height);
    return known !== undefined && equalBytes(known, id);
  }

  /** Whether the block is on the best branch, and final there. */
  buries(height: number, id: Hash): boolean {
    return height <= this.finalTop && this.holds(height, id);
  }

  /** Height of the newest block of the best branch that is final by what stands on it. */
  get finalTop(): number {
    return (this.#finalTop ??= this.#judge());
  }

  /** Takes over what a life before has kept, as far as it holds. @param pause waits a moment, so that others have their turn */
  async takeBack(pause: () => Promise<void>): Promise<void> {
    this.#finalTop = undefined;
    const { best } = this.#parts;
    const kept = best.base;
    if (kept === undefined || kept.height !== this.#base.height || !equalBytes(kept.id, this.#base.id)) return best.begin(this.#base);
    let pace: WorkBase = this.#base;
    let work = 0n;
    for (let height = pace.height + 1; height <= best.top; height += 1) {
      const { bytes, totalWork } = best.at(height)!;
      const checked = this.#check(bytes, pace);
      work += typeof checked === 'string' ? 0n : workOfBits(checked.bits);
      if (typeof checked === 'string' || totalWork !== work) return best.cutTo(height - 1);
      pace = checked;
      if (height % SNAPSHOT.headersMax === 0) await pause();
    }
  }

  /** A branch that leaves the best one after this height is going to be told, or what follows the best header. @returns where it is kept */
  fork(height: number): Line {
    if (height === this.top) return 'best';
    this.#parts.rival.begin({ height, id: this.idAt(height)! });
    return 'rival';
  }

  /**
   * Headers that go on where the last ones on that line ended.
   * @returns how many were kept: fewer if the time of one has not come; or why no honest peer sends them
   */
  add(line: Line, headers: readonly Bytes[]): number | string {
    const kept: WeighedHeader[] = [];
    let pace = this.#paceAt(line, this.#parts[line].top);
    let totalWork = this.#workAt(line, this.#parts[line].top);
    for (const bytes of headers) {
      const checked = this.#check(bytes, pace);
      if (typeof checked === 'string') return checked;
      if (checked.timeMs > this.#parts.nowMs() + this.#parameters.futureMsMax) break;
      totalWork += workOfBits(checked.bits);
      kept.push({ bytes, totalWork });
      pace = checked;
    }
    if (kept.length > 0) this.#parts[line].add(kept);
    this.#finalTop = undefined;
    return kept.length;
  }

  /** Nothing follows on the rival: it takes the best one's place if it has more work. */
  weigh(): void {
    const { best, rival } = this.#parts;
    const forkHeight = rival.base!.height;
    if (this.#workAt('rival', rival.top) <= this.#workAt('best', best.top)) return;
    best.cutTo(forkHeight);
    this.#finalTop = undefined;
    for (let height = forkHeight + 1; height <= rival.top; height += SNAPSHOT.headersMax) {
      const end = Math.min(rival.top + 1, height + SNAPSHOT.headersMax);
      best.add(Array.from({ length: end - height }, (_, i) => rival.at(height + i)!));
    }
  }

  /** Further below than blocks can be open all are final. */
  #judge(): number {
    const top = { height: this.top, totalWork: this.#workAt('best', this.top) };
    let finalTop = Math.max(this.#base.height, top.height - LIMITS.burialBlocksMax);
    for (let below = this.#workAt('best', finalTop); finalTop < top.height; finalTop += 1) {
      const totalWork = this.#workAt('best', finalTop + 1);
      if (!isBuried({ height: finalTop + 1, work: totalWork - below, totalWork }, top, this.#parameters)) break;
      below = totalWork;
    }
    return finalTop;
  }

  #at(line: Line, height: number): WeighedHeader | undefined {
    return (line === 'rival' ? this.#parts.rival.at(height) : undefined) ?? this.#parts.best.at(height);
  }

  #workAt(line: Line, height: number): bigint {
    return this.#at(line, height)?.totalWork ?? 0n;
  }

  #paceAt(line: Line, height: number): WorkBase {
    if (height === this.#base.height) return this.#base;
    const { bytes } = this.#at(line, height)!;
    const { timeMs, work } = decodeHeader(bytes);
    const before = this.#at(line, height - 1);
    return { id: blockId(bytes), height, timeMs, bits: work!.bits, parentTimeMs: before === undefined ? this.#base.timeMs : decodeHeader(before.bytes).timeMs };
  }

  #check(bytes: Bytes, parent: WorkBase): WorkBase | string {
    const header = readHeader(bytes);
    if (header === undefined || !equalBytes(header.parentId, parent.id)) return 'a header does not stand on the one before it';
    const fault = workFault(header, bytes, parent, this.#parameters, nextBits(this.#parameters, parent));
    if (fault !== undefined) return `a header breaks the rules: ${fault}`;
    return { id: blockId(bytes), height: header.height, timeMs: header.timeMs, bits: header.work!.bits, parentTimeMs: parent.timeMs };
  }
}
