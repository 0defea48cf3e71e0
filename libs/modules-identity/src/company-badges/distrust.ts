import type { ReadView } from '@bystack/chain-core/module';
import { readAuthority, readRevocation } from './records';

/** Since when badges of an authority are void: its keepers said so, or its own certificate or one above it was revoked. Null: they are good. */
export function distrustOf(state: ReadView, authority: string): number | null {
  let since = Infinity;
  for (let id: string | null = authority; id !== null; ) {
    const { issuer, serial, distrustedAtMs }: ReturnType<typeof readAuthority> & object = readAuthority(state, id)!;
    const revoked = issuer === null ? undefined : readRevocation(state, issuer, serial)?.atMs;
    since = Math.min(since, distrustedAtMs ?? Infinity, revoked ?? Infinity);
    id = issuer;
  }
  return since === Infinity ? null : since;
}
