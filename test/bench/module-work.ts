import { toHex } from '@bystack/chain-core/primitives/bytes';
import type { JsonObject } from '@bystack/chain-core/primitives/json';
import type { ModuleChoice } from '@bystack/chain-core/protocol/genesis';
import { moduleLock } from '@bystack/chain-core/protocol/module-lock';
import type { Lock, SealedTransaction } from '@bystack/chain-core/protocol/transaction';
import { callOf, keyOf, TEST_TIME_MS } from '@bystack/chain-core/testing';
import { assetOf, lockOf, outputOf, spend, type LedgerChain } from '@bystack/chain-core/testing/ledger-chain';
import { certificate, root } from '../../libs/modules-identity/src/company-badges/testing/make-certificate';
import { CALL_MODULES, signCall } from './call-package';

/** What is done again and again on a chain of these modules. */
export interface ModuleWork {
  readonly modules: readonly ModuleChoice[];
  /** On a chain of proof of work: whoever mined a block is paid in it. */
  readonly isMined?: true;
  /** Transactions of one block, and what has to be recorded before it. */
  readonly make: (chain: LedgerChain, count: number, round: number) => readonly SealedTransaction[];
}

const hex = (name: string): string => toHex(keyOf(name).publicKey);
const chosen = (name: string, version: string, params: JsonObject = {}): ModuleChoice => ({ name, version, params });
const MEMBERS = chosen('open-registration', '1.0.0', { members: [{ key: hex('payer'), name: 'Payer', roles: ['clerk'] }] });
const UNLIMITED = { perMinute: 1_000_000, burst: 1_000_000 };
const COIN = assetOf('mint');

/** Plain transfers: one input, two outputs, one signature. */
function transfers(chain: LedgerChain, count: number): readonly SealedTransaction[] {
  const coins = chain.issue('mint', 'payer', ...Array.from({ length: count }, () => 10n));
  return coins.map((coin) => chain.sign({ inputs: [spend(coin)], outputs: [outputOf(COIN, 9n, lockOf('payer')), outputOf(COIN, 1n, lockOf('payee'))] }, 'payer'));
}

/** The same by somebody who has paid in under this lock. */
const paidTransfers = (lock: Lock) => (chain: LedgerChain, count: number): readonly SealedTransaction[] => {
  const [coin] = chain.issue('mint', 'payer', 1_000_000n);
  expectRecorded(chain, chain.sign({ inputs: [spend(coin!)], outputs: [outputOf(COIN, 1_000_000n, lock)] }, 'payer'));
  return transfers(chain, count);
};

function registrations(chain: LedgerChain, count: number, round: number): readonly SealedTransaction[] {
  return names(count, round).map((name) => chain.sign({ calls: [callOf({ module: 'open-registration', command: 'register', actor: name, payload: { name } })] }, name));
}

/** Each shows a certificate of its own, which the chain reads and verifies. */
function enrolments(chain: LedgerChain, count: number, round: number): readonly SealedTransaction[] {
  return names(count, round).map((name, serial) => {
    const shown = certificate({ name, publicKey: keyOf(name).publicKey, issuer: { name: 'Bench CA' }, serial: round * count + serial + 1 });
    return chain.sign({ calls: [callOf({ module: 'company-badges', command: 'enrol', actor: name, payload: { certificate: shown } })] }, name);
  });
}

/** Records of about a kilobyte, as in the benchmark `calls`. */
function deliveries(chain: LedgerChain, count: number, round: number): readonly SealedTransaction[] {
  return names(count, round).map((_name, i) => signCall(chain.executor.chainId, round * count + i, TEST_TIME_MS + 1_000) as SealedTransaction);
}

function names(count: number, round: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `member ${round * count + i}`);
}

function expectRecorded(chain: LedgerChain, transaction: SealedTransaction): void {
  const [word] = chain.advance([transaction]);
  if (word !== 'accepted') throw new Error(`the benchmark’s own payment: ${word}`);
}

const RULED = CALL_MODULES.filter(({ name }) => name !== 'quota');

export const TRANSFER: ModuleWork = { modules: [], make: transfers };

/** By NAME@VERSION, for every module that a chain runs. */
export const MODULE_WORK: Readonly<Record<string, ModuleWork>> = {
  'open-registration@1.0.0': { modules: [MEMBERS], make: registrations },
  'company-badges@1.0.0': {
    modules: [chosen('company-badges', '1.0.0', { admins: [hex('admin')], organisations: [{ organisation: 'bench', name: 'Bench', certificate: root('Bench CA'), roles: [] }] })],
    make: enrolments,
  },
  'rule-book@1.0.0': { modules: RULED, make: deliveries },
  'rule-book@2.0.0': { modules: RULED.map((choice) => (choice.name === 'rule-book' ? { ...choice, version: '2.0.0' } : choice)), make: deliveries },
  'member-committee@1.0.0': TRANSFER,
  'open-competition@1.0.0': { ...TRANSFER, isMined: true },
  'open-records@1.0.0': { modules: [chosen('open-records', '1.0.0')], make: transfers },
  'none@1.0.0': { modules: [chosen('none', '1.0.0')], make: transfers },
  'quota@1.0.0': { modules: [MEMBERS, chosen('quota', '1.0.0', { perMember: UNLIMITED, others: UNLIMITED })], make: transfers },
  'quota@2.0.0': { modules: [MEMBERS, chosen('quota', '2.0.0', { perMember: UNLIMITED, perRole: [{ role: 'clerk', ...UNLIMITED }], others: UNLIMITED })], make: transfers },
  'fee@1.0.0': { modules: [chosen('fee', '1.0.0', { asset: toHex(COIN), treasury: hex('treasury') })], make: paidTransfers(lockOf('treasury')) },
  'fee@2.0.0': { modules: [chosen('fee', '2.0.0', { asset: toHex(COIN), treasury: hex('treasury') })], make: paidTransfers(moduleLock('fee', { lock: 'account', owner: keyOf('payer').publicKey, data: {} })) },
};
