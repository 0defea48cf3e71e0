import type { Hash } from '../../primitives/bytes';
import { taggedHash } from '../../crypto/hash';
import type { BlockPlace } from '../engine';
import { LeaderRecord, type LeaderOrder } from './leader-record';

/** The order in which seats lead: one shuffle of all seats for each epoch. Who leads a view depends on what went before: leader-record.ts. */
export class Leaders implements LeaderOrder {
  readonly order: readonly number[];
  private readonly places: readonly number[];

  /** @param first leaders of views 1, 2, …, whatever went before; only tests that run through all leaders give any */
  constructor(chainId: Hash, epoch: number, seats: number, readonly first: readonly number[] = []) {
    this.order = shuffled(chainId, epoch, seats);
    this.places = this.order.reduce((places: number[], seat, place) => ((places[seat] = place), places), []);
  }

  /** Index of the seat in the order. */
  placeOf(seat: number): number {
    return this.places[seat % this.order.length]!;
  }

  /** What is known when an epoch begins: nothing against anybody. `view` is that of the block it begins on. */
  begin(view: number): LeaderRecord {
    return new LeaderRecord(this, { view, place: view % this.order.length, failures: [], knownFrom: 0 });
  }

  /** What a block shows of which nothing older is known. */
  beginWithin({ view, proposer }: BlockPlace): LeaderRecord {
    return new LeaderRecord(this, { view, place: this.placeOf(proposer), failures: [], knownFrom: view });
  }
}

/** Fisher-Yates; each draw is 48 bits of its own hash, so the bias of the remainder is below 2^-38 for any committee. */
function shuffled(chainId: Hash, epoch: number, seats: number): number[] {
  const order = Array.from({ length: seats }, (_, seat) => seat);
  for (let last = seats - 1; last > 0; last -= 1) {
    const pick = draw(chainId, epoch, last) % (last + 1);
    [order[last], order[pick]] = [order[pick]!, order[last]!];
  }
  return order;
}

function draw(chainId: Hash, epoch: number, index: number): number {
  const numbers = new Uint8Array(12);
  const layout = new DataView(numbers.buffer);
  layout.setBigUint64(0, BigInt(epoch));
  layout.setUint32(8, index);
  const digest = taggedHash('bystack/bft/leaders', chainId, numbers);
  return Buffer.from(digest.buffer, digest.byteOffset, 6).readUIntBE(0, 6);
}
