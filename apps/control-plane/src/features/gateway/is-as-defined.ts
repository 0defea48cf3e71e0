import { objectOf } from '@bystack/api';
import { fromHex, toHex } from '@bystack/chain-core/primitives/bytes';
import { assetId as idOf } from '@bystack/chain-core/protocol/ids';
import { LIMITS } from '@bystack/chain-core/protocol/limits';
import { canonicalOf } from './told';

/**
 * Whether an asset is what a node says it is: its id is the hash of who may issue it and of what was said of it, so nobody can give it another name or other decimals.
 * Nodes do not tell from when on an issuer may: such an asset, and one that the chain itself makes, are not told from one that a node lies about.
 */
export function isAsDefined(told: unknown): boolean {
  const { assetId, threshold, issuers, document } = objectOf(told);
  if (document === undefined || !Array.isArray(issuers) || issuers.length > LIMITS.lockKeysMax || typeof threshold !== 'number' || !(threshold >= 1 && threshold <= issuers.length)) return false;
  const keys = issuers.flatMap((key) => (typeof key === 'string' ? (fromHex(key, 32) ?? []) : []));
  const bytes = canonicalOf(document);
  if (bytes === undefined || keys.length !== issuers.length || !Number.isInteger(threshold)) return false;
  return toHex(idOf({ issuer: { kind: 'keys', threshold, keys }, document: bytes })) === assetId;
}
