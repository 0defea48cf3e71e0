import { toBinary } from '../../../crypto/hash';
import type { SealedBlock } from '../../../protocol/block';
import type { PowParameters } from '../../../protocol/genesis';
import { workOfBits } from '../../../protocol/pow/target';
import { SIM_ROOM } from './sim-rules';

interface Seen {
  readonly parent: string;
  readonly height: number;
  readonly work: bigint;
  readonly totalWork: bigint;
}

/** How long each block may be, by a walk to genesis along all blocks that were ever seen. (No life is so long that many cheap ones bury a block.) */
export class RoomWitness {
  private readonly seen = new Map<string, Seen>();

  constructor(private readonly parameters: PowParameters) {}

  /** @returns how many bytes the block has too many; 0: none */
  excess({ id, header, bytes }: SealedBlock, totalWork: bigint): number {
    this.seen.set(toBinary(id), { parent: toBinary(header.parentId), height: header.height, work: workOfBits(header.work!.bits), totalWork });
    const isCrowded = this.openUpTo(toBinary(header.parentId)) >= this.parameters.finalDepth + SIM_ROOM.openMore;
    return isCrowded ? Math.max(0, bytes.length - SIM_ROOM.bytesMax) : 0;
  }

  private openUpTo(id: string): number {
    const depth = this.parameters.finalDepth;
    const top = this.seen.get(id);
    let open = 0;
    for (let at = top; at !== undefined; at = this.seen.get(at.parent)) {
      const under = top!.height - at.height;
      if (under < depth || top!.totalWork - at.totalWork < BigInt(depth) * at.work) open = under + 1;
    }
    return open;
  }
}
