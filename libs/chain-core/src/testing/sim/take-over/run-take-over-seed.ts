import { AMOUNT_MAX } from '../../../codec/writer';
import { toHex } from '../../../primitives/bytes';
import type { Input, OpenInput, SealedTransaction } from '../../../protocol/transaction';
import { assetOf, definitionOf, lockOf, outputOf, spend } from '../../ledger-chain';
import { Random } from '../random';
import type { SeedOptions, SeedResult, SimEngine } from '../sim-engine';
import { Trace } from '../trace';
import { DECLARED, IDS, TakeOverWorld } from './take-over-world';

const ROUNDS = 12;
const ORDERS_MAX = 4;
const ISSUERS = ['bank', 'mill'];
type Make = (random: Random, world: TakeOverWorld) => SealedTransaction | undefined;

const ORDERS: Readonly<Record<string, Make>> = {
  issue: (random, { chain }) => {
    const [issuer, amount] = [random.pick(ISSUERS), BigInt(random.between(1, 500))];
    return chain.sign({ inputs: [issueOf(issuer, amount)], outputs: [outputOf(assetOf(issuer), amount, lockOf('ann'))] }, issuer);
  },
  fund: (random, world) => bring(random, world, 'fund'),
  save: (random, world) => bring(random, world, 'save'),
  show: (random, world) => {
    const kept = world.books.all;
    return kept.length === 0 ? undefined : show(world, random.pick(kept).at);
  },
  trade: (random, world) => {
    const coins = world.books.all.filter(({ shelf }) => shelf === undefined);
    if (coins.length === 0) return undefined;
    const { at, asset, amount } = random.pick(coins);
    const wanted = ISSUERS.find((issuer) => toHex(assetOf(issuer)) !== asset)!;
    return world.call('ann', 'trade', { give: asset, amount: String(amount), take: toHex(assetOf(wanted)) }, [spend(at), openOf(random, world, wanted)]);
  },
  draw: (random, world) => {
    const issuer = random.pick(ISSUERS);
    return world.call('ann', 'now', { way: 'draw', asset: toHex(assetOf(issuer)), amount: String(random.between(1, 40)) }, random.chance(800) ? [openOf(random, world, issuer)] : []);
  },
  'sign for what a market holds': (random, { books, chain }) => {
    if (books.shared.length === 0) return undefined;
    const { at, output } = random.pick(books.shared);
    return chain.sign({ inputs: [spend(at)], outputs: [{ ...output, lock: lockOf('ann') }] }, 'ann');
  },
};

/** Markets that take each other's place again and again, with what they hold for all, rightly and not; at the end the last one sells out. */
export function runTakeOverSeed({ seed }: SeedOptions): SeedResult {
  const random = new Random(seed, 7);
  const [world, trace] = [new TakeOverWorld(), new Trace()];
  for (let round = 0; round < ROUNDS && world.violations.length === 0; round += 1) {
    for (let block = 0; block < 2; block += 1) world.advance(makeOrders(random, world));
    world.judgeOutlook();
    if (random.chance(600)) swap(random, world);
    trace.bytes(world.chain.head.state.root);
  }
  if (world.violations.length === 0) sellOut(world);
  if (world.violations.length === 0 && !world.chain.isReplayed()) world.violate('replay', 'the chain executed again ends with another state');
  return { seed, violations: world.violations.slice(0, 1), isFinished: world.violations.length === 0, traceHash: trace.digest() };
}

export const TAKE_OVER_SIM: SimEngine = { runSeed: runTakeOverSeed, mutants: [] };

function makeOrders(random: Random, world: TakeOverWorld): readonly SealedTransaction[] {
  return Array.from({ length: random.between(1, ORDERS_MAX) }, () => ORDERS[random.pick(Object.keys(ORDERS))]!(random, world)).filter((order) => order !== undefined);
}

/** Mostly by one that may take over, and says so. Some of what is signed meanwhile comes too late for the market it was signed for. */
function swap(random: Random, world: TakeOverWorld): void {
  const to = random.chance(800) ? random.pick(DECLARED[world.id] ?? IDS) : random.pick(IDS);
  if (to === world.id) return;
  const [name, version] = to.split('@') as [string, string];
  const takesOver = random.chance(850);
  const change = { kind: 'swap-module', module: world.chain.market.name, by: { name, version, parameters: {} }, ...(takesOver && { takesOver }) } as const;
  const late = makeOrders(random, world);
  world.replace(change, makeOrders(random, world));
  world.advance(late);
}

/** Nothing of what is held for all is lost to everybody. */
function sellOut(world: TakeOverWorld): void {
  for (const { at, shelf } of world.books.shared) if (shelf === 'till') world.advance([show(world, at)]);
  for (const issuer of ISSUERS) {
    const [asset, sum] = [toHex(assetOf(issuer)), world.books.sumOf(toHex(assetOf(issuer)))];
    if (sum > 0n) world.advance([world.call('ann', 'now', { way: 'draw', asset, amount: String(sum) }, [{ ...openTo(world, issuer), atLeast: sum, atMost: sum }])]);
  }
  if (world.books.shared.length > 0) world.violate('lost', `${world.books.shared.length} outputs are the market’s, and it cannot spend them`);
}

function bring(random: Random, world: TakeOverWorld, command: 'fund' | 'save'): SealedTransaction {
  const [issuer, amount] = [random.pick(ISSUERS), BigInt(random.between(1, 1_000))];
  return world.call(issuer, command, { asset: toHex(assetOf(issuer)), amount: String(amount) }, [issueOf(issuer, amount)]);
}

function show(world: TakeOverWorld, { txId, index }: { readonly txId: Uint8Array; readonly index: number }): SealedTransaction {
  return world.call('ann', 'show', { txId: toHex(txId), index });
}

function issueOf(issuer: string, amount: bigint): Input {
  return { kind: 'issue', definition: definitionOf(issuer), amount };
}

/** Mostly for the market in force; at times for one before it. */
function openOf(random: Random, world: TakeOverWorld, issuer: string): OpenInput {
  const open = openTo(world, issuer);
  return random.chance(850) ? open : { ...open, module: random.pick(world.spaces), lock: random.pick(['stock', 'shelf', 'till', open.lock]) };
}

function openTo(world: TakeOverWorld, issuer: string): OpenInput {
  return { kind: 'open', module: world.chain.space, lock: world.locks[0]!, assetId: assetOf(issuer), atLeast: 1n, atMost: AMOUNT_MAX, to: lockOf('ann') };
}
