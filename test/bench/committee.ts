import type { Engine, EngineEvent } from '@bystack/chain-core/consensus/engine';
import type { TopologyParameters } from '@bystack/chain-core/protocol/genesis';
import { makeBftEngine } from '@bystack/chain-core/testing/sim/bft-cluster';
import { SimCluster } from '@bystack/chain-core/testing/sim/cluster';
import { realLists, realSums } from '@bystack/chain-core/testing/sim/sim-keys';
import type { Envelope } from '@bystack/chain-core/testing/sim/world';
import { round } from '../support/bench';
import type { Bench, Figures } from '../support/bench';

const SEATS = [31, 100];
const WARM_UP_BLOCKS = 1;
const BLOCKS = 3;
const LINKS = { lossPermille: 0, duplicatePermille: 0, heldBackPermille: 0, delayUsMin: 10_000, delayUsMax: 10_000 };
const SCHEMES = { Ed25519: realLists, Bls: realSums };

/** Engines of whole committees in one process, with real signatures and simulated links: what one block costs all of them together. */
export const bench: Bench = async ({ log }) => {
  const figures: Record<string, number> = {};
  for (const seats of SEATS) {
    const topologies = { mesh: { kind: 'mesh' }, tree: { kind: 'tree', gateways: Math.floor(Math.sqrt(seats)) } } as const;
    for (const [topology, parameters] of Object.entries(topologies)) {
      for (const scheme of ['Ed25519', 'Bls'] as const) {
        log(`${topology} of ${seats}, ${scheme}: ${BLOCKS} blocks`);
        for (const [name, value] of Object.entries(measure(seats, parameters, scheme))) figures[`${topology}${seats}${scheme}${name}`] = value;
      }
    }
  }
  return figures;
};

/** Processor time spent within engines, and what they send. */
class MeasuredCluster extends SimCluster {
  engineUs = 0;
  engineMessages = 0;
  engineBytes = 0;

  constructor(seats: number, topology: TopologyParameters, scheme: keyof typeof SCHEMES) {
    const make = makeBftEngine(undefined, {}, topology);
    super({ seed: 1, nodes: seats, keys: SCHEMES[scheme](seats), makeEngine: (setup) => this.timed(make(setup)) });
    this.links.conditions = LINKS;
  }

  override send(from: number, to: number, envelope: Envelope): void {
    if (envelope.kind === 'engine') {
      this.engineMessages += 1;
      this.engineBytes += envelope.bytes.length;
    }
    super.send(from, to, envelope);
  }

  private timed(engine: Engine): Engine {
    const step = (event: EngineEvent): ReturnType<Engine['step']> => {
      const began = process.cpuUsage();
      const effects = engine.step(event);
      const { user, system } = process.cpuUsage(began);
      this.engineUs += user + system;
      return effects;
    };
    return { step, status: () => engine.status(), recall: (seat) => engine.recall(seat), heed: (recalled) => engine.heed(recalled) };
  }
}

function measure(seats: number, topology: TopologyParameters, scheme: keyof typeof SCHEMES): Figures {
  const cluster = new MeasuredCluster(seats, topology, scheme);
  cluster.start();
  cluster.run(500);
  makeBlocks(cluster, 1, WARM_UP_BLOCKS);
  const { engineUs, engineMessages, engineBytes } = cluster;
  makeBlocks(cluster, 1 + WARM_UP_BLOCKS, BLOCKS);
  const { certificates, final } = cluster.honest[0]!.disk;
  return {
    CpuMsPerBlock: round((cluster.engineUs - engineUs) / 1000 / BLOCKS),
    BytesPerBlock: Math.round((cluster.engineBytes - engineBytes) / BLOCKS),
    MessagesPerBlock: round((cluster.engineMessages - engineMessages) / BLOCKS),
    CertificateBytes: certificates.get(final.height)!.length,
  };
}

function makeBlocks(cluster: SimCluster, first: number, count: number): void {
  for (let transaction = first; transaction < first + count; transaction += 1) {
    cluster.submit(transaction, 0);
    if (!cluster.expectFinal(transaction, 10_000)) throw new Error(`no final block: ${cluster.violations[0]?.what}`);
    cluster.run(cluster.nowMs + 1_000);
  }
}
