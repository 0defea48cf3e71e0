import type { AssetView, JsonObject } from '@bystack/api';
import { ApiProblem } from '../client/errors';
import { shownAmountOf, titleOf } from './asset-words';
import type { Call } from './command';
import { LocalError } from './exit';

/** What a key can still write for, where a chain asks for fees. Amounts are decimal texts in the asset's smallest unit. */
export interface FeeAccount {
  readonly asset: string;
  readonly amount: string;
  /** Of it what can be paid out again; left out: nothing ever can (fees 1.0.0). */
  readonly paidIn?: string;
}
const UNITS = /^\d{1,19}$/;
const ID = /^[0-9a-f]{64}$/;

/** Undefined: the chain asks for no fees. @throws LocalError ANSWER_UNREADABLE */
export async function feeAccountOf(call: Call, chainId: string, key: string): Promise<FeeAccount | undefined> {
  const { modules } = await call.client().governance.modules(chainId);
  if (!modules.some(({ module }) => module === 'fee')) return undefined;
  const { answer } = await call.client().chains.query(chainId, 'fee', 'account', { key });
  const { asset, amount, paidIn } = (answer ?? {}) as JsonObject;
  if (typeof asset !== 'string' || !ID.test(asset) || !isUnits(amount)) throw new LocalError('ANSWER_UNREADABLE', 'The chain does not say what the account holds in a way that this version understands.');
  return { asset, amount, ...(isUnits(paidIn) && { paidIn }) };
}

/** In words, with the asset's name and decimals. */
export async function feeAccountWords(call: Call, chainId: string, { asset: assetId, amount, paidIn }: FeeAccount): Promise<string> {
  const asset = await assetOf(call, chainId, assetId);
  const left = `${titleOf(asset, assetId)}: ${shownAmountOf(asset, amount)} left for transactions`;
  return paidIn === undefined ? `${left}; what was paid in is not given back (fees 1.0.0).` : `${left}; ${shownAmountOf(asset, paidIn)} of it paid in, and paid out on request.`;
}

/** Undefined: nobody has issued it, or no node says. */
async function assetOf(call: Call, chainId: string, assetId: string): Promise<AssetView | undefined> {
  try {
    return await call.client().assets.show(chainId, assetId);
  } catch (error) {
    if (error instanceof ApiProblem) return undefined;
    throw error;
  }
}

function isUnits(value: unknown): value is string {
  return typeof value === 'string' && UNITS.test(value);
}
