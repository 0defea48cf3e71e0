import type { FinalChain } from '../consensus/pow/options';
import type { Bytes, Hash } from '../primitives/bytes';
import { equalBytes } from '../primitives/bytes';
import { headersFrom } from './chain-of-work';
import type { NodeCore } from './node-core';

/** A node's chain of proof of work as those see it who take a whole state and give one. */
export interface WorkChain {
  /** Height of the oldest block after genesis that is here with its transactions and results. */
  readonly keptFrom: number;
  /** Of the newest final block on disk. */
  readonly durableHeight: number;
  /** The newest final block, on disk or on its way there. */
  readonly final: { readonly height: number; readonly id: Hash };
  readonly headHeight: number;
  /** Encoded header of a final block. */
  header(height: number): Bytes | undefined;
  /** Encoded headers from a height on, oldest first, up to the head. */
  headersFrom(from: number, limit: number): readonly Bytes[];
}

export function workChainOf(core: NodeCore): WorkChain {
  const { reader, tree } = core;
  const finals = finalsOf(core);
  return {
    get keptFrom() {
      return reader.keptFrom;
    },
    get durableHeight() {
      return reader.finalHeight;
    },
    get final() {
      return { height: tree.final.height, id: tree.final.block.id };
    },
    get headHeight() {
      return tree.head.height;
    },
    header: (height) => finals.header(height),
    headersFrom: (from, limit) => headersFrom(from, limit, core),
  };
}

/** Final blocks, those on their way to the disk included. */
export function finalsOf({ reader, tree }: Pick<NodeCore, 'reader' | 'tree'>): FinalChain {
  const undurable = (height: number) => (height === tree.final.height ? tree.final : reader.undurableAt(height))?.block;
  return {
    heightOf: (id) => (equalBytes(id, tree.final.block.id) ? tree.final.height : (reader.heightOf(id) ?? reader.undurableHeightOf(id))),
    header: (height) => undurable(height)?.headerBytes ?? reader.header(height)?.bytes,
    block: (height) => undurable(height)?.bytes ?? (height > 0 && height < reader.keptFrom ? undefined : reader.block(height)?.bytes),
  };
}
