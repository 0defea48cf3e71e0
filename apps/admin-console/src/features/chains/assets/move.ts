import type { AssetView, ChainView } from '@bystack/api';
import { decimalsIn, DECIMALS_MAX, unitsOf } from '@bystack/chain-core/primitives/decimal-amount';
import type { Change } from '../../../platform/use-change';
import type { Recipe } from '../../../platform/recipe';
import { recipe } from '../../../platform/recipe';
import { nameOf } from './asset';

export type Kind = 'transfer' | 'issue' | 'define' | 'retire';
export const KINDS: readonly Kind[] = ['transfer', 'issue', 'define', 'retire'];

/** What a person typed. */
export interface Draft {
  readonly kind: Kind;
  readonly assetId: string;
  readonly amount: string;
  readonly to: string;
  readonly name: string;
  readonly symbol: string;
  readonly decimals: number;
}
export const EMPTY: Draft = { kind: 'transfer', assetId: '', amount: '', to: '', name: '', symbol: '', decimals: 2 };

export type Fault = 'asset' | 'amount' | 'to' | 'name' | 'decimals';
const KEY = /^[0-9a-f]{64}$/;

/** What is missing or cannot be used; the first of these is said. */
export function faultIn(draft: Draft, asset: AssetView | undefined): Fault | undefined {
  if (draft.kind !== 'define' && asset === undefined) return 'asset';
  if (draft.kind === 'define' && draft.name.trim() === '') return 'name';
  if (draft.kind === 'define' && !(Number.isInteger(draft.decimals) && draft.decimals >= 0 && draft.decimals <= DECIMALS_MAX)) return 'decimals';
  if (unitsOf(draft.amount, decimalsOf(draft, asset)) === undefined) return 'amount';
  if (draft.kind !== 'retire' && (draft.kind === 'transfer' || draft.to !== '') && !KEY.test(draft.to)) return 'to';
  return undefined;
}

function decimalsOf(draft: Draft, asset: AssetView | undefined): number {
  return draft.kind === 'define' ? draft.decimals : decimalsIn(asset?.document);
}

/** Of a draft without fault. */
export function moveOf(chain: ChainView, draft: Draft, asset: AssetView | undefined): { readonly change: Change; readonly recipe: Recipe } {
  const { kind, to, symbol, decimals } = draft;
  const amount = String(unitsOf(draft.amount, decimalsOf(draft, asset)));
  const [name, whom, toFlag] = [draft.name.trim(), to === '' ? {} : { to }, to === '' ? [] : ['--to', to]];
  const base = `/chains/${chain.chainId}/assets`;
  if (kind === 'define') {
    const body = { name, decimals, amount, ...(symbol.trim() !== '' && { symbol: symbol.trim() }), ...whom };
    return { change: { path: base, body }, recipe: recipe('POST', base, body, ['assets', 'define', chain.name, name, draft.amount.trim(), '--decimals', String(decimals), ...(symbol.trim() === '' ? [] : ['--symbol', symbol.trim()]), ...toFlag]) };
  }
  const noun = { transfer: 'transfers', issue: 'issues', retire: 'retirements' }[kind];
  const path = `${base}/${asset!.assetId}/${noun}`;
  const body = kind === 'retire' ? { amount } : { amount, ...whom };
  return { change: { path, body }, recipe: recipe('POST', path, body, ['assets', kind, chain.name, asset!.assetId, draft.amount.trim(), ...(kind === 'retire' ? [] : toFlag)]) };
}

/** What the organisation cannot get back by itself: people are asked once more. */
export const isGivenAway = ({ kind }: Draft): boolean => kind === 'transfer' || kind === 'retire';

/** Two assets may have one name. */
export const labelOf = (asset: AssetView): string => `${nameOf(asset)} (${asset.assetId.slice(0, 8)}…)`;
