import type { ChainView, Json, Words } from '@bystack/api';
import { Facts } from '../../../parts/facts';
import { useWords } from '../../../platform/texts';
import { Amount, AssetName } from '../assets/amount';
import { saidRows, type SaidRow } from './said-rows';
import { Value } from './value';

const ID = /^[0-9a-f]{64}$/;
const UNITS = /^\d{1,19}$/;
const isId = (value: unknown): value is string => typeof value === 'string' && ID.test(value);
const NO_TITLES: ReadonlyMap<string, Words> = new Map();

function SaidValue({ chain, row: { path, value, beside } }: { readonly chain: ChainView; readonly row: SaidRow }) {
  const name = String(path.at(-1) ?? '');
  if (name === 'asset' && isId(value)) return <AssetName chainId={chain.chainId} assetId={value} />;
  if (typeof value === 'string' && UNITS.test(value) && isId(beside.asset)) return <Amount chainId={chain.chainId} assetId={beside.asset} units={value} />;
  return <Value chain={chain} path={name} value={value} />;
}

/** What a payload or an event says, as terms and values. @param titles of its fields; those without one are called by their name */
export function Said({ chain, value, titles = NO_TITLES }: { readonly chain: ChainView; readonly value: Json; readonly titles?: ReadonlyMap<string, Words> }) {
  const words = useWords();
  const called = (part: string | number) => (typeof part === 'number' ? String(part) : words(titles.get(part), part));
  const rows = saidRows(value);
  return rows.length === 0 ? null : <Facts rows={rows.map((row) => [row.path.map(called).join(' · '), <SaidValue key={row.path.join()} chain={chain} row={row} />])} />;
}
