import { AMOUNT_MAX, moduleLock, toHex, type Hash, type TransactionBody } from '@bystack/chain-core/module';
import { callOf, keyOf } from '@bystack/chain-core/testing';
import type { ModuleScenario, TransactionStep } from '@bystack/chain-core/testing/contract';
import { assetOf, definitionOf, lockOf, outputOf } from '@bystack/chain-core/testing/ledger-chain';
import { openRegistration } from '@bystack/modules-identity';
import { fee2 } from '@bystack/modules-transactions';

const COIN = assetOf('mint');
const hex = (name: string): string => toHex(keyOf(name).publicKey);
const to = (name: string, amount: bigint) => outputOf(COIN, amount, lockOf(name));
const payIn = (name: string, amount: bigint) => outputOf(COIN, amount, moduleLock('fee', { lock: 'account', owner: keyOf(name).publicKey, data: {} }));
const issue = (...outputs: ReturnType<typeof to>[]): Partial<TransactionBody> => ({
  inputs: outputs.map(({ value }) => ({ kind: 'issue', definition: definitionOf('mint'), amount: value.kind === 'amount' ? value.amount : 0n })),
  outputs,
});
const by = (signer: string, body: (made: readonly Hash[]) => Partial<TransactionBody>, refused?: string): TransactionStep => ({ signers: [signer], body, refused });
/** Spends output `index` of the scenario's transaction number `made`. */
const spend = (made: readonly Hash[], number: number, index: number) => [{ kind: 'spend', outPoint: { txId: made[number]!, index } } as const];
const rename = (name: string) => ({ module: 'open-registration', command: 'rename', actor: 'ann', payload: { name } });
const account = (name: string, amount: string, paidIn: string) => ({ query: 'account', args: { key: hex(name) }, answer: { amount, paidIn } });

export const fee2Scenario: ModuleScenario = {
  module: fee2,
  params: { asset: toHex(COIN), treasury: hex('treasury'), perTransaction: 5, perByte: 0, openingCredit: 0, handOverFrom: 20 },
  badParams: [
    { what: 'a treasury that is no point of the curve', params: { asset: toHex(COIN), treasury: 'ff'.repeat(32), handOverFrom: 20 }, path: '/treasury' },
    { what: 'a treasury of small order', params: { asset: toHex(COIN), treasury: `01${'00'.repeat(31)}`, handOverFrom: 20 }, path: '/treasury' },
  ],
  beside: [{ module: openRegistration, params: { admins: [], members: [{ key: hex('ann'), name: 'ann', roles: [] }] } }],
  steps: [
    { ...rename('ann 1'), refused: 'FEE_UNPAID' },
    // The issuer brings the asset about for nothing, and may pay in for others at once.
    by('mint', () => issue(to('ann', 100n), payIn('bob', 3n))),
    account('bob', '3', '3'),
    // Ann pays in 30: 5 are for this transaction.
    by('ann', (made) => ({ inputs: spend(made, 0, 0), outputs: [payIn('ann', 30n), to('ann', 70n)] })),
    account('ann', '25', '25'),
    rename('ann 2'),
    { command: 'pay-out', actor: 'bob', payload: {}, refused: 'FEE_UNPAID' },
    { command: 'pay-out', actor: 'ann', payload: { amount: '16' }, refused: 'NOT_SO_MUCH' },
    account('ann', '15', '15'),
    // Twenty are used with this: the treasury is paid at the end of the block.
    { ...rename('ann 3') },
    account('ann', '10', '10'),
    { command: 'pay-out', actor: 'ann', payload: { amount: '3' } },
    account('ann', '2', '2'),
    by('ann', (made) => ({ inputs: spend(made, 1, 1), outputs: [payIn('ann', 70n)], calls: [callOf(rename('ann 4'))] }), 'PAYMENT_WITH_COMMANDS'),
    by('ann', (made) => ({ inputs: spend(made, 1, 1), outputs: [payIn('ann', 20n), to('ann', 50n)] })),
    { command: 'pay-out', actor: 'ann', payload: { asset: toHex(assetOf('other')) }, refused: 'NOTHING_PAID_IN' },
    { command: 'pay-out', actor: 'ann', payload: {} },
    account('ann', '0', '0'),
    by('mint', () => issue(payIn('bob', AMOUNT_MAX - 3n))),
    by('mint', () => issue(payIn('bob', 1n)), 'ACCOUNT_FULL'),
    by('mint', () => issue(payIn('ann', 50n))),
    { query: 'accounts', args: { limit: 1 }, answer: [{}] },
    { query: 'price', args: { sizeBytes: 300 }, answer: { amount: '5', asset: toHex(COIN), treasury: hex('treasury') } },
  ],
  shownElsewhere: { NO_ASSET_YET: 'apps/control-plane/src/features/chains/blueprint.test.ts' },
};
