import type { Executor } from '../execution';
import type { Network } from '../network';
import type { SealedBlock } from '../protocol/block';
import type { GenesisDocument } from '../protocol/genesis';
import type { ProtocolRange } from '../protocol/protocol-versions';
import type { NodeCore } from './node-core';
import type { PartStatus, PeerStatus, TakingPart } from './taking-part';
import { twinTrouble } from './twin-trouble';

export interface NodeStatus extends PartStatus {
  /** Versions of the protocol that this node runs, and the one that the next block is made by. */
  readonly protocols: ProtocolRange & { readonly inForce: number };
  readonly headHeight: number;
  /** Of the newest block that is final and on disk. */
  readonly finalHeight: number;
  /** The newest final block. */
  readonly final: SealedBlock;
  readonly mempool: { readonly transactions: number; readonly bytes: number };
  /** Since the node started. */
  readonly transactionsFinal: number;
  readonly peers: readonly (PeerStatus & { readonly nodeKey: string; readonly address: string; readonly connected: boolean; readonly protocols: ProtocolRange | null })[];
  /** In words, what people must see to. */
  readonly trouble: string | undefined;
}

export interface StatusParts {
  readonly genesis: GenesisDocument;
  readonly executor: Executor;
  readonly core: NodeCore;
  readonly network: Network;
  readonly part: TakingPart;
}

/** @param trouble why the node must not go on; undefined: it may */
export function nodeStatus({ genesis, executor, core, network, part }: StatusParts, trouble: string | undefined): NodeStatus {
  const { tree, admission, reader } = core;
  const inForce = executor.seatsAfter(tree.final.asParent)?.protocol().version ?? genesis.protocolVersion;
  return {
    ...part.status(),
    protocols: { ...executor.protocols, inForce },
    headHeight: tree.head.height,
    finalHeight: reader.finalHeight,
    final: tree.final.block,
    mempool: { transactions: admission.mempool.size, bytes: admission.mempool.bytes },
    transactionsFinal: core.transactionsFinal,
    peers: network.addresses().map(({ nodeKey, address }) => ({
      nodeKey,
      address,
      connected: network.isConnected(nodeKey),
      ...part.peer(nodeKey),
      protocols: network.protocolsOf(nodeKey) ?? null,
    })),
    trouble: trouble ?? twinTrouble(network) ?? part.trouble,
  };
}
