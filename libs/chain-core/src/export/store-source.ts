import type { Bytes } from '../primitives/bytes';
import { EMPTY } from '../primitives/bytes';
import { decodeHeader, headerLength } from '../protocol/codec';
import { endsEpoch } from '../protocol/epoch';
import type { ChainStore } from '../storage';
import type { ExportSource } from './write-export';

/** Exports out of a node's database. What cannot be verified on reading is thrown as StorageFailed('corrupt'), never exported. */
export function storeSource(store: ChainStore, genesisBytes: Bytes): ExportSource {
  return {
    genesisBytes,
    finalHeight: store.final?.height ?? 0,
    keptFrom: store.keptFrom,
    entry: (height) => {
      const block = store.block(height);
      if (block === undefined) return undefined;
      const header = decodeHeader(block.subarray(0, headerLength(block)));
      const closing = endsEpoch(header) ? (store.handOver(header.epoch)?.closing ?? []) : [];
      return { block, certificate: store.certificate(height) ?? EMPTY, closing };
    },
  };
}
