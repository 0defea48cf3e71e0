import type { Engine } from '@bystack/chain-core/consensus/engine';
import { toHex, type Bytes } from '@bystack/chain-core/primitives/bytes';
import { makeBftEngine } from '@bystack/chain-core/testing/sim/bft-cluster';
import { SimCluster, type EngineSetup } from '@bystack/chain-core/testing/sim/cluster';
import type { Envelope } from '@bystack/chain-core/testing/sim/world';
import { target, type FuzzTarget } from '../target';

const SEATS = 4;
/** So many messages to one engine, then a fresh one hears them. */
const LIFE = 500;
const CORPUS_MAX = 60;
const makeEngine = makeBftEngine(undefined, {}, { kind: 'tree', gateways: 2 });

/** A committee that works, stops and goes on, overheard. */
class Overheard extends SimCluster {
  readonly said = new Map<string, Bytes>();

  override send(from: number, to: number, envelope: Envelope): void {
    if (envelope.kind === 'engine' && to === 0) this.said.set(toHex(envelope.bytes), envelope.bytes);
    super.send(from, to, envelope);
  }
}

function overhear(): { readonly setup: EngineSetup; readonly said: readonly Bytes[] } {
  const setups: EngineSetup[] = [];
  const cluster = new Overheard({ seed: 3, nodes: SEATS, makeEngine: (setup) => (setups.push(setup), makeEngine(setup)) });
  cluster.start();
  for (let transaction = 1; transaction <= 6; transaction += 1) {
    cluster.submit(transaction);
    cluster.expectFinal(transaction, 10_000);
    if (transaction === 3) cluster.stop(1);
    if (transaction === 5) cluster.restart(1);
  }
  return { setup: setups.find(({ seat }) => seat === 0)!, said: [...cluster.said.values()].slice(0, CORPUS_MAX) };
}

const { setup, said } = overhear();
let engine: Engine;
let heard = 0;

/** It hears each message from another seat in turn, and its timers run out now and then. What it does about it is its own affair, as long as it never throws. */
function hear(bytes: Bytes): unknown {
  if (heard % LIFE === 0) {
    engine = makeEngine(setup);
    engine.step({ kind: 'started', nowMs: 0 });
  }
  heard += 1;
  const nowMs = heard * 7;
  const effects = [...engine.step({ kind: 'message', from: 1 + (heard % (SEATS - 1)), bytes, nowMs })];
  for (const effect of effects) if (effect.kind === 'check') effects.push(...engine.step({ kind: 'checked', blockId: effect.block.id, valid: heard % 3 > 0, nowMs }));
  if (heard % 20 === 0) effects.push(...engine.step({ kind: 'timer', name: ['view', 'half', 'gather', 'fetch'][heard % 4]!, nowMs }));
  return effects.length > 0 ? effects : undefined;
}

/** Engines, to whom any bytes may be said in any order. */
export const ENGINE_TARGETS: readonly FuzzTarget[] = [
  target({ decoder: 'consensus/bft/bft-engine BftEngine', form: 'binary', corpus: said, isStateful: true, decode: hear, refuses: () => false }),
];
