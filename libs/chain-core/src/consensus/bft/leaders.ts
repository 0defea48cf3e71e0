import type { Hash } from '../../primitives/bytes';
import { taggedHash } from '../../crypto/hash';

/** The order in which seats lead: one shuffle of all seats for each epoch, in rotation over the views. */
export class Leaders {
  private readonly order: readonly number[];

  /** @param first leaders of views 1, 2, …, in place of the shuffle's; only tests that run through all leaders give any */
  constructor(chainId: Hash, epoch: number, seats: number, private readonly first: readonly number[] = []) {
    this.order = shuffled(chainId, epoch, seats);
  }

  of(view: number): number {
    return this.first[view - 1] ?? this.order[view % this.order.length]!;
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
