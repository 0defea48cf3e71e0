import type { Bytes, Hash } from '../../primitives/bytes';
import type { BlockRef } from '../engine';
import type { Asking } from './asking';
import { type Entry, subtreeOf } from './entry';
import { POW_LIMITS } from './limits';
import { encodeBlockRecord } from './log-codec';
import type { Room } from './room';
import type { PowState } from './state';

/** Gets the bodies of the best branch, keeps them, and has them checked in order. */
export class Bodies {
  private readonly aheadMax: number;

  constructor(private readonly state: PowState, private readonly room: Room, private readonly asking: Asking) {
    this.aheadMax = Math.max(2, Math.min(POW_LIMITS.bodiesMax, Math.floor(POW_LIMITS.bodyBytesMax / state.options.blockBytesMax)));
  }

  /** Asks for what is missing along the best branch, and has the next one checked. */
  pursue(): void {
    const { tree, head, isHeld } = this.state;
    if (isHeld) this.asking.rest();
    else {
      this.asking.pursue();
      if (tree.best.totalWork > head.totalWork) this.pursueBest();
    }
    this.asking.runTimer();
  }

  /** A body arrived. Only what this peer was asked for is taken, though it may be late by now: everything else would be free for whoever sends it. */
  take(from: number, bytes: Bytes): void {
    const ref = this.state.parts.readBlock(bytes);
    if (ref === undefined) {
      // Whatever these bytes are, they say nothing about any block.
      this.state.drop(from, 'the bytes are no block, or its body is not the one its header commits to');
      if (this.state.rules.blamesMutated) for (const entry of this.asking.of(from)) this.invalid(entry);
      return;
    }
    const entry = this.state.tree.get(ref.id);
    if (this.state.isHeld || entry?.standing !== 'header' || !entry.askedOf.includes(from)) return;
    this.asking.came(entry);
    this.state.bodyCame(from);
    this.state.tree.takeUp(entry);
    this.hold(entry, ref);
  }

  /** Keeps a body, in the log before anything else happens because of it. */
  hold(entry: Entry, body: BlockRef): void {
    if (this.room.isTooLong(body, entry.parent!)) return this.condemn(entry);
    if (this.state.rules.persists) this.state.out({ kind: 'persist', view: entry.height, record: encodeBlockRecord(body.bytes) });
    this.restored(entry, body);
  }

  /** The same, of a body that is in the log already. */
  restored(entry: Entry, body: BlockRef): void {
    if (entry.standing !== 'header') return;
    if (this.room.isTooLong(body, entry.parent!)) return this.condemn(entry);
    entry.body = body;
    entry.standing = 'held';
    this.checkIfNext(entry);
  }

  checked(id: Hash, valid: boolean): void {
    const entry = this.state.tree.get(id);
    if (entry?.standing !== 'checking') return;
    if (!valid) return this.condemn(entry);
    entry.standing = 'valid';
    if (entry.totalWork > this.state.head.totalWork) this.state.head = entry;
    for (const child of entry.children) this.checkIfNext(child);
  }

  private pursueBest(): void {
    const { tree } = this.state;
    let height = tree.final.height + 1;
    while (tree.bestAt(height)?.standing === 'valid') height += 1;
    const next = tree.bestAt(height);
    if (next !== undefined) this.checkIfNext(next);
    for (const end = height + this.aheadMax; height < end; height += 1) {
      const entry = tree.bestAt(height);
      if (entry === undefined) return;
      this.asking.want(entry);
    }
  }

  /** A block whose parent is valid is checked if it could become the head, or lies on the way to the best one. */
  private checkIfNext(entry: Entry): void {
    const { tree, head } = this.state;
    if (entry.standing !== 'held' || entry.parent?.standing !== 'valid') return;
    if (entry.totalWork <= head.totalWork && !tree.isOnBest(entry)) return;
    entry.standing = 'checking';
    this.state.out({ kind: 'check', block: entry.body!, certified: true });
  }

  /** Honest peers offer only what they found valid themselves. */
  private condemn(entry: Entry): void {
    for (const peer of entry.offeredBy) this.state.drop(peer, 'it offered a block that breaks the rules');
    this.invalid(entry);
  }

  private invalid(entry: Entry): void {
    for (const above of subtreeOf(entry)) {
      above.standing = 'invalid';
      above.body = undefined;
    }
    this.state.tree.reconsider();
  }
}
