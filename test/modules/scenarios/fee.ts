import { AMOUNT_MAX, toHex, type Hash, type TransactionBody } from '@bystack/chain-core/module';
import { callOf, keyOf } from '@bystack/chain-core/testing';
import type { ModuleScenario, TransactionStep } from '@bystack/chain-core/testing/contract';
import { assetOf, definitionOf, lockOf, outputOf } from '@bystack/chain-core/testing/ledger-chain';
import { openRegistration } from '@bystack/modules-identity';
import { fee } from '@bystack/modules-transactions';

const COIN = assetOf('mint');
const hex = (name: string): string => toHex(keyOf(name).publicKey);
const to = (name: string, amount: bigint) => outputOf(COIN, amount, lockOf(name));
const issue = (...outputs: ReturnType<typeof to>[]): Partial<TransactionBody> => ({
  inputs: outputs.map(({ value }) => ({ kind: 'issue', definition: definitionOf('mint'), amount: value.kind === 'amount' ? value.amount : 0n })),
  outputs,
});
const by = (signer: string, body: (made: readonly Hash[]) => Partial<TransactionBody>, refused?: string): TransactionStep => ({ signers: [signer], body, refused });
/** Spends output `index` of the scenario's transaction number `made`. */
const spend = (made: readonly Hash[], number: number, index: number) => [{ kind: 'spend', outPoint: { txId: made[number]!, index } } as const];
const rename = (name: string) => ({ module: 'open-registration', command: 'rename', actor: 'ann', payload: { name } });
const account = (name: string, amount: string) => ({ query: 'account', args: { key: hex(name) }, answer: { amount } });

export const feeScenario: ModuleScenario = {
  module: fee,
  params: { asset: toHex(COIN), treasury: hex('treasury'), perTransaction: 5, perByte: 0, openingCredit: 0 },
  badParams: [
    { what: 'a treasury that is no point of the curve', params: { asset: toHex(COIN), treasury: 'ff'.repeat(32) }, path: '/treasury' },
    { what: 'a treasury of small order', params: { asset: toHex(COIN), treasury: `01${'00'.repeat(31)}` }, path: '/treasury' },
  ],
  beside: [{ module: openRegistration, params: { admins: [], members: [{ key: hex('ann'), name: 'ann', roles: [] }] } }],
  steps: [
    { ...rename('ann 1'), refused: 'FEE_UNPAID' },
    // The issuer brings the asset about for nothing.
    by('mint', () => issue(to('ann', 100n), to('bob', 3n))),
    account('mint', '0'),
    // Ann pays in 20: 5 are for this transaction.
    by('ann', (made) => ({ inputs: spend(made, 0, 0), outputs: [to('treasury', 20n), to('ann', 80n)] })),
    account('ann', '15'),
    rename('ann 2'),
    // What a call is refused for costs the same.
    { module: 'open-registration', command: 'grantRole', actor: 'ann', payload: { key: hex('ann'), role: 'clerk' }, refused: 'NOT_ADMINISTRATOR' },
    account('ann', '5'),
    rename('ann 3'),
    { ...rename('ann 4'), refused: 'FEE_UNPAID' },
    by('bob', (made) => ({ inputs: spend(made, 0, 1), outputs: [to('treasury', 3n)] }), 'FEE_UNPAID'),
    by('ann', (made) => ({ inputs: spend(made, 1, 1), outputs: [to('treasury', 50n), to('ann', 30n)], calls: [callOf(rename('ann 4'))] }), 'PAYMENT_WITH_COMMANDS'),
    by('mint', () => issue(to('treasury', AMOUNT_MAX))),
    by('mint', () => issue(to('treasury', 1n)), 'ACCOUNT_FULL'),
    account('mint', String(AMOUNT_MAX)),
    { query: 'accounts', args: { limit: 1 }, answer: [{}] },
    { query: 'price', args: { sizeBytes: 300 }, answer: { amount: '5', asset: toHex(COIN), treasury: hex('treasury') } },
  ],
  shownElsewhere: { NO_ASSET_YET: 'apps/control-plane/src/features/chains/blueprint.test.ts' },
};
