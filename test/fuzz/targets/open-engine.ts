import { toHex, type Bytes } from '@bystack/chain-core/primitives/bytes';
import { PowWorld } from '@bystack/chain-core/testing/sim/pow/pow-world';
import { simGenesis } from '@bystack/chain-core/testing/sim/pow/promise';
import { target, type FuzzTarget } from '../target';

const NODES = 3;
const CORPUS_MAX = 60;
const HASHES_PER_MS = 200;
/** So many messages to one node, then a fresh one hears them. */
const LIFE = 500;
const genesis = simGenesis(1);

/** Nodes that mine, part and meet again, overheard. */
class Overheard extends PowWorld {
  readonly said = new Map<string, Bytes>();

  override send(from: number, to: number, bytes: Bytes): void {
    this.said.set(toHex(bytes), bytes);
    super.send(from, to, bytes);
  }
}

function overhear(): readonly Bytes[] {
  const world = new Overheard({ seed: 5, genesis, honest: Array.from({ length: NODES }, () => ({})) });
  for (const node of world.honest) node.hashesPerMs = HASHES_PER_MS;
  for (const { index } of world.honest) world.start(index);
  world.run(60_000);
  world.partition([0], [1, 2]);
  world.run(120_000);
  world.heal();
  world.run(180_000);
  return [...world.said.values()].slice(-CORPUS_MAX);
}

/** One node among peers that only say what the fuzzer has them say. It counts what the node says. */
class Listening extends PowWorld {
  answers = 0;

  constructor() {
    super({ seed: 6, genesis, honest: [{}], doubles: Array.from({ length: NODES }, () => () => ({ receive: () => undefined, connected: () => undefined })) });
    this.start(0);
  }

  override send(): void {
    this.answers += 1;
  }
}

let world: Listening;
let heard = 0;

/** Time goes on a little with each message, so that timers run out now and then. */
function hear(bytes: Bytes): unknown {
  if (heard % LIFE === 0) world = new Listening();
  heard += 1;
  const { answers } = world;
  const heightBefore = world.honest[0]!.status()?.bestHeight;
  world.honest[0]!.receive(1 + (heard % NODES), bytes);
  world.run(world.elapsedMs + 50);
  if (world.violations.length > 0) throw new Error(world.violations.map(({ invariant, what }) => `${invariant}: ${what}`).join('\n'));
  return world.answers > answers || world.honest[0]!.status()?.bestHeight !== heightBefore ? world.answers : undefined;
}

/** The engine of open chains with its block maker and tree, to which any bytes may be said in any order. */
export const OPEN_ENGINE_TARGETS: readonly FuzzTarget[] = [
  target({ decoder: 'consensus/pow/pow-engine PowEngine', form: 'binary', corpus: overhear(), isStateful: true, decode: hear, refuses: () => false }),
];
