import type { Random } from '../random';
import type { Attempt, AttemptedOutput } from './attempt';
import type { NaiveLedger } from './naive-ledger';

const NAMES = ['ann', 'bob', 'eve', 'kim'];
const BIG = 2n ** 62n;
type Change = (random: Random, fair: Attempt, ledger: NaiveLedger) => Attempt;

/** Ways to make a fair transaction unfair. */
const ATTACKS: Readonly<Record<string, Change>> = {
  'the same input twice': (_, fair) => ({ ...fair, spends: [...fair.spends, ...fair.spends], outputs: [...fair.outputs, ...fair.outputs] }),
  'not as much out as in': (_, fair) => ({ ...fair, outputs: fair.outputs.map((output, i) => (i === 0 ? { ...output, amount: output.amount > 1000n ? output.amount - 1n : output.amount + 1n } : output)) }),
  'outputs whose sum wraps': (_, fair) => ({ ...fair, outputs: [...fair.outputs, ...[1, 2].map(() => ({ ...fair.outputs[0]!, amount: BIG }))] }),
  'another asset out than in': (random, fair) => ({ ...fair, outputs: fair.outputs.map((output) => ({ ...output, asset: other(random, output.asset) })) }),
  'an issue of another one\'s asset': (random, fair) => ({ ...fair, spends: [], issues: [{ issuer: 'ann', amount: 7n }], outputs: [lockedTo('ann', 7n, 'eve')], signers: random.chance(500) ? [] : ['eve'] }),
  'an input without its owner': (random, fair) => ({ ...fair, signers: random.chance(500) ? fair.signers.slice(1) : fair.signers.map((signer) => other(random, signer)) }),
  'a signature of somebody else': (_, fair) => ({ ...fair, isForged: true }),
  'a signature nothing needs': (random, fair) => ({ ...fair, signers: [...fair.signers, other(random, fair.signers[0] ?? 'ann')] }),
  'too late': (_, fair) => ({ ...fair, validMs: [-50_000, 20] }),
  'too early': (_, fair) => ({ ...fair, validMs: [10_000, 60_000] }),
  'an input that never was': (_, fair) => ({ ...fair, spends: [`${'00'.repeat(32)}:0`] }),
};

/** A transaction that should be accepted, or one of the attacks on it. */
export function makeAttempt(random: Random, ledger: NaiveLedger): Attempt {
  const fair = ledger.coins.size === 0 || random.chance(250) ? fairIssue(random) : fairTransfer(random, ledger);
  if (random.chance(550)) return fair;
  const kind = random.pick(Object.keys(ATTACKS));
  const attacked = ATTACKS[kind]!(random, fair, ledger);
  return { ...attacked, kind, signers: [...new Set(attacked.signers)] };
}

function fairIssue(random: Random): Attempt {
  const issuer = random.pick(NAMES);
  const amount = random.pick([5n, 100n, BIG, 2n ** 63n - 1n]);
  return { ...FAIR, kind: 'issue', issues: [{ issuer, amount }], outputs: split(random, issuer, amount), signers: [issuer] };
}

/** One or two coins, of whatever assets, change hands at once. */
function fairTransfer(random: Random, ledger: NaiveLedger): Attempt {
  const spends = random.shuffled([...ledger.coins.keys()]).slice(0, random.between(1, 2));
  const coins = spends.map((coin) => ledger.coins.get(coin)!);
  const outputs = coins.flatMap(({ asset, amount }) => split(random, asset, amount));
  const signers = [...new Set(coins.flatMap(({ owners, threshold }) => owners.slice(0, threshold)))];
  return { ...FAIR, kind: 'transfer', spends, outputs, signers };
}

const FAIR: Attempt = { kind: 'fair', spends: [], issues: [], outputs: [], signers: [], validMs: [0, 60_000], isForged: false };

function split(random: Random, asset: string, amount: bigint): AttemptedOutput[] {
  const first = amount > 1n && random.chance(600) ? 1n + BigInt(random.below(Number(amount > 1000n ? 1000n : amount - 1n))) : amount;
  return [first, amount - first].filter((part) => part > 0n).map((part) => someLock(random, asset, part));
}

function someLock(random: Random, asset: string, amount: bigint): AttemptedOutput {
  const owners = random.shuffled(NAMES).slice(0, random.pick([0, 1, 1, 1, 2, 2]));
  const threshold = random.between(Math.min(1, owners.length), owners.length);
  return { asset, amount, owners, threshold, notBeforeMs: owners.length > 0 && random.chance(150) ? 1_735_689_600_000 + random.below(4_000) : undefined };
}

function lockedTo(asset: string, amount: bigint, owner: string): AttemptedOutput {
  return { asset, amount, owners: [owner], threshold: 1, notBeforeMs: undefined };
}

function other(random: Random, name: string): string {
  return random.pick(NAMES.filter((it) => it !== name));
}
