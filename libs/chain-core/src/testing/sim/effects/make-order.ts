import { canonicalText } from '../../../codec/json';
import { moduleLock } from '../../../protocol/module-lock';
import { toHex } from '../../../primitives/bytes';
import type { Json } from '../../../primitives/json';
import { AMOUNT_MAX } from '../../../codec/writer';
import type { Call, Input, Lock, Output, SealedTransaction, TransactionBody } from '../../../protocol/transaction';
import { keyOf } from '../../keys';
import { assetOf, callOf, definitionOf, lockOf, outputOf, spend } from '../../ledger-chain';
import type { Random } from '../random';
import { ISSUERS, type EffectsWorld, type Unspent } from './effects-world';

const PEOPLE = ['ann', 'bob', 'eve'];
const WAYS = ['mint', 'grab', 'burn', 'twice', 'split', 'grab-and-refuse'];
type Make = (random: Random, world: EffectsWorld, who: string) => SealedTransaction | undefined;

const KINDS: Readonly<Record<string, Make>> = {
  issue: (random, world) => {
    const issuer = random.pick(ISSUERS);
    const amounts = [1n, 2n].map(() => BigInt(random.between(1, 5_000)));
    const inputs = amounts.map((amount) => ({ kind: 'issue' as const, definition: definitionOf(issuer), amount }));
    return world.chain.sign({ inputs, outputs: amounts.map((amount) => outputOf(assetOf(issuer), amount, random.chance(100) ? { kind: 'retire' } : someLock(random))) }, issuer);
  },
  fund: (random, world) => {
    const issuer = random.pick(ISSUERS);
    const amount = BigInt(random.between(100, 1_000));
    const inputs = [{ kind: 'issue' as const, definition: definitionOf(issuer), amount }];
    return call(world, issuer, 'pool', 'fund', { asset: toHex(assetOf(issuer)), amount: String(amount) }, { inputs });
  },
  trade: (random, world, who) => {
    const [coin, give] = [coinOf(random, world, who), random.shuffled(ISSUERS)];
    if (coin === undefined) return undefined;
    const from = give.find((issuer) => toHex(assetOf(issuer)) === toHex(coin.output.assetId))!;
    const to = random.chance(900) ? ISSUERS.find((issuer) => issuer !== from)! : from;
    const given = amountOf(coin.output) - BigInt(random.below(2));
    const rest = amountOf(coin.output) - given - (random.chance(100) ? 1n : 0n);
    const outputs = rest > 0n ? [outputOf(coin.output.assetId, rest, lockOf(who))] : [];
    if (given === 0n) return undefined;
    return call(world, who, 'pool', 'trade', { give: toHex(assetOf(from)), amount: String(given), take: toHex(assetOf(to)), least: '1' }, { inputs: [spend(coin.at)], outputs });
  },
  drain: (random, world, who) => (random.chance(200) ? call(world, who, 'pool', 'drain', { asset: toHex(assetOf(random.pick(ISSUERS))) }) : undefined),
  'fund the market': (random, world) => {
    const issuer = ISSUERS.find((it) => stockOf(world, it) === 0n) ?? random.pick(ISSUERS);
    const amount = BigInt(random.between(100, 1_000));
    return call(world, issuer, 'market', 'fund', { asset: toHex(assetOf(issuer)), amount: String(amount) }, { inputs: [{ kind: 'issue', definition: definitionOf(issuer), amount }] });
  },
  'trade on the market': (random, world, who) => {
    const coin = coinOf(random, world, who);
    if (coin === undefined || (random.chance(900) && ISSUERS.some((issuer) => stockOf(world, issuer) === 0n))) return undefined;
    const to = ISSUERS.find((issuer) => toHex(assetOf(issuer)) !== toHex(coin.output.assetId))!;
    const payload = { give: toHex(coin.output.assetId), amount: String(amountOf(coin.output)), take: toHex(assetOf(to)) };
    return call(world, who, 'market', 'trade', payload, { inputs: [spend(coin.at), ...openInputs(random, world, to, who, amountOf(coin.output))] });
  },
  'ask of the market': (random, world, who) => {
    const issuer = ISSUERS.find((it) => stockOf(world, it) > 0n) ?? random.pick(ISSUERS);
    const amount = BigInt(random.between(1, 30));
    const command = random.chance(700) ? 'now' : 'at-end';
    const inputs = command === 'now' && random.chance(700) ? openInputs(random, world, issuer, who, amount) : [];
    return call(world, who, 'market', command, { way: random.pick(['draw', 'tidy', 'pay', 'hide']), asset: toHex(assetOf(issuer)), amount: String(amount) }, { inputs });
  },
  fetch: (random, world, who) => {
    const at = someOutput(random, world, (output) => output.lock.kind === 'module' || random.chance(100));
    return at && call(world, who, 'pool', random.chance(500) ? 'fetch' : 'fetch-later', { txId: toHex(at.txId), index: at.index });
  },
  greed: (random, world, who) => {
    const at = someOutput(random, world, (output) => output.lock.kind === 'module' || random.chance(200));
    const asked = { way: random.pick(WAYS), asset: toHex(assetOf(random.pick(ISSUERS))), count: random.pick([1, 3, 300]) };
    return at && call(world, who, 'greedy', random.chance(500) ? 'now' : 'at-end', { ...asked, txId: toHex(at.txId), index: at.index });
  },
  transfer: (random, world, who) => {
    const coin = coinOf(random, world, who);
    return coin && world.chain.sign({ inputs: [spend(coin.at)], outputs: [outputOf(coin.output.assetId, amountOf(coin.output), someLock(random))] }, who);
  },
  'spend what a module holds': (random, world, who) => {
    const at = someOutput(random, world, (output) => output.lock.kind === 'module');
    return at && world.chain.sign({ inputs: [spend(at)], outputs: [{ ...world.outputAt(at), lock: lockOf(who) }] }, who);
  },
};

/** Somebody asks for something, rightly or not. */
export function makeOrder(random: Random, world: EffectsWorld): SealedTransaction {
  const make = KINDS[random.pick(Object.keys(KINDS))]!;
  return make(random, world, random.pick(PEOPLE)) ?? KINDS.issue!(random, world, 'ann')!;
}

function call(world: EffectsWorld, who: string, module: string, command: string, payload: Json, parts: Partial<TransactionBody> = {}): SealedTransaction {
  const calls: Call[] = [callOf(who, module, command, canonicalText(payload))];
  return world.chain.sign({ ...parts, calls }, who);
}

function stockOf(world: EffectsWorld, issuer: string): bigint {
  return world.market.stockOf(toHex(assetOf(issuer)));
}

/** Mostly for the market that is in force, with limits around an amount; at times for the one before it, or the next, or for another asset. */
function openInputs(random: Random, world: EffectsWorld, issuer: string, who: string, about: bigint): Input[] {
  const module = random.chance(850) ? world.market.space : random.pick(['market', 'market~1']);
  const atLeast = random.chance(500) ? 1n : about - BigInt(random.below(Number(about)));
  const atMost = random.chance(500) ? AMOUNT_MAX : atLeast + BigInt(random.below(20));
  const asset = random.chance(930) ? issuer : random.pick(ISSUERS);
  return [{ kind: 'open', module, lock: random.chance(970) ? 'stock' : 'till', assetId: assetOf(asset), atLeast, atMost, to: lockOf(random.chance(800) ? who : random.pick(PEOPLE)) }];
}

function someLock(random: Random): Lock {
  const owner = random.pick(PEOPLE);
  const held = { owner: keyOf(owner).publicKey, data: {} };
  return random.pick([lockOf(owner), lockOf(owner), moduleLock('pool', { lock: 'safe', ...held }), moduleLock('greedy', { lock: 'nest', ...held })]);
}

function someOutput(random: Random, world: EffectsWorld, fits: (output: Output) => boolean): Unspent['at'] | undefined {
  const found = world.unspent().filter(({ output }) => fits(output));
  return found.length === 0 ? undefined : random.pick(found).at;
}

function coinOf(random: Random, world: EffectsWorld, who: string): Unspent | undefined {
  const key = toHex(keyOf(who).publicKey);
  const coins = world.unspent().filter(({ output }) => output.lock.kind === 'keys' && toHex(output.lock.keys[0]!) === key);
  return coins.length === 0 ? undefined : random.pick(coins);
}

function amountOf({ value }: Output): bigint {
  return value.kind === 'amount' ? value.amount : 0n;
}
