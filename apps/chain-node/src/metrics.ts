import type { ChainNode } from '@bystack/chain-core/node';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client';

type Status = ReturnType<ChainNode['status']>;

/** Read from the node's status whenever somebody scrapes; nothing is counted twice or kept aside. */
const GAUGES: readonly { readonly name: string; readonly help: string; readonly value: (status: Status) => number }[] = [
  { name: 'bystack_head_height', help: 'Height of the newest block this node has', value: (status) => status.headHeight },
  { name: 'bystack_final_height', help: 'Height of the newest block that can never be undone, on disk', value: (status) => status.finalHeight },
  { name: 'bystack_final_time_seconds', help: 'Time of the newest final block', value: (status) => status.final.header.timeMs / 1000 },
  { name: 'bystack_view', help: 'Consensus view', value: (status) => status.view },
  { name: 'bystack_mempool_transactions', help: 'Transactions that wait', value: (status) => status.mempool.transactions },
  { name: 'bystack_mempool_bytes', help: 'Bytes of the transactions that wait', value: (status) => status.mempool.bytes },
  { name: 'bystack_peers_connected', help: 'Peers with a session', value: (status) => status.peers.filter((peer) => peer.connected).length },
  { name: 'bystack_syncing', help: '1 while missed blocks are fetched', value: (status) => Number(status.syncing) },
  { name: 'bystack_snapshot_share', help: 'How much of a state that is fetched instead of blocks is here, 0 to 1; 1 when none is', value: (status) => status.snapshot?.share ?? 1 },
  { name: 'bystack_mining_threads', help: 'Threads that mine; 0 on chains where nobody mines', value: (status) => status.competition?.threads ?? 0 },
  { name: 'bystack_hashes_per_second', help: 'Hash rate of this node, over the last second or more', value: (status) => status.competition?.hashesPerSecond ?? 0 },
  { name: 'bystack_block_work', help: 'Hashes that the next block takes on average', value: (status) => Number(status.competition?.work ?? 0) },
  { name: 'bystack_in_trouble', help: '1 when the node cannot do its work', value: (status) => Number(status.trouble !== undefined) },
];

const registries = new WeakMap<ChainNode, Registry>();

export function metricsText(node: ChainNode): Promise<string> {
  const registry = registries.get(node) ?? makeRegistry(node);
  registries.set(node, registry);
  return registry.metrics();
}

function makeRegistry(node: ChainNode): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ chain: toHex(node.chainId).slice(0, 16), node: node.nodeKey.slice(0, 16) });
  collectDefaultMetrics({ register: registry });
  for (const { name, help, value } of GAUGES) new Gauge({ name, help, registers: [registry], collect() { this.set(value(node.status())); } });
  new Counter({
    name: 'bystack_transactions_final_total',
    help: 'Transactions that became final since this node started',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(node.status().transactionsFinal);
    },
  });
  return registry;
}
