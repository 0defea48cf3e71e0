import type { HolderView, Moved } from '@bystack/api';
import { toHex, type Hash } from '@bystack/chain-core/primitives/bytes';
import { readModuleLock } from '@bystack/chain-core/protocol/module-lock';
import type { Lock, Output } from '@bystack/chain-core/protocol/transaction';

/** What a transaction, or a module, does to outputs. */
export interface Flow {
  readonly issued: readonly { readonly assetId: Hash; readonly amount: bigint }[];
  /** Undefined: one that is not here any more. */
  readonly spent: readonly (Output | undefined)[];
  readonly made: readonly Output[];
}
interface Party {
  readonly assetId: string;
  readonly who: HolderView;
  spent: bigint;
  made: bigint;
}

/** Who gives and who gets: whoever spends an output and gets a part of it back gives the rest. */
export function movedBy({ issued, spent, made }: Flow): Moved {
  const parties = new Map<string, Party>();
  const party = (assetId: Hash, who: HolderView): Party => {
    const found = { assetId: toHex(assetId), who, spent: 0n, made: 0n };
    const key = JSON.stringify([found.assetId, who]);
    return parties.get(key) ?? (parties.set(key, found), found);
  };
  const known = spent.filter((output) => output !== undefined);
  for (const { assetId, value, lock } of known) if (value.kind === 'amount') party(assetId, holderView(lock)).spent += value.amount;
  for (const { assetId, amount } of issued) party(assetId, { kind: 'issue' }).spent += amount;
  for (const { assetId, value, lock } of made) if (value.kind === 'amount') party(assetId, holderView(lock)).made += value.amount;
  return { moves: [...parties.values()].map(moveOf), unknown: spent.length - known.length };
}

function moveOf({ assetId, who, spent, made }: Party): Moved['moves'][number] {
  const back = spent < made ? spent : made;
  return { assetId, who, gives: String(spent - back), gets: String(made - back), back: String(back) };
}

export function holderView(lock: Lock): HolderView {
  if (lock.kind === 'retire') return { kind: 'retire' };
  if (lock.kind === 'keys') {
    const { threshold, keys, notBeforeMs } = lock;
    return { kind: 'keys', threshold, keys: keys.map(toHex), ...(notBeforeMs !== undefined && { notBeforeMs }) };
  }
  const said = readModuleLock(lock.data);
  return { kind: 'module', module: lock.module, ...(said && { lock: said.lock }), ...(said?.owner && { owner: toHex(said.owner) }) };
}
