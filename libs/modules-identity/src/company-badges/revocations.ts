import { refuse, toHex, type ApplyContext, type CheckContext } from '@bystack/chain-core/module';
import { checkSignature } from './anchor';
import { findIssuer } from './find-issuer';
import { placedAt, type Params } from './params';
import { checkPlace, keptOrganisation } from './permissions';
import { holderOf, instantBytes, newestListMs, readAuthority, readRevocation, writeRevocation, idBytes } from './records';
import { KEY_USAGE } from './x509/read-extensions';
import { readPem } from './x509/read-pem';
import { readRevocationList } from './x509/read-revocation-list';

type Check = CheckContext<Params>;
type Apply = ApplyContext<Params>;

/** As RFC 5280 names them. */
export const REASONS = ['unspecified', 'keyCompromise', 'affiliationChanged', 'superseded', 'cessationOfOperation', 'privilegeWithdrawn'] as const;
const FROM_LIST = 'list';

interface Revoked {
  readonly authority: string;
  readonly serial: string;
  readonly reason: (typeof REASONS)[number];
}

/** Also of a certificate that nobody has shown here yet. In this order: AUTHORITY_UNKNOWN, ORGANISATION_CLOSED, NOT_KEEPER, REVOKED_ALREADY. */
export function checkRevoke(context: Check, { authority, serial }: Revoked): void {
  const { organisation } = readAuthority(context.state, authority) ?? refuse('AUTHORITY_UNKNOWN', { path: '/authority', authority });
  keptOrganisation(context, organisation);
  if (readRevocation(context.state, authority, serial) !== undefined) refuse('REVOKED_ALREADY', { path: '/serial' });
}
export function applyRevoke({ state, timeMs, emit }: Apply, { authority, serial, reason }: Revoked): void {
  writeRevocation(state, authority, serial, { atMs: timeMs, reason });
  const holder = holderOf(state, authority, serial);
  emit('revoked', { authority, serial, reason, key: holder === undefined ? null : toHex(holder) });
}

interface Listed {
  /** PEM. */
  readonly list: string;
  readonly authority?: string;
}
interface CheckedList {
  readonly authority: string;
  readonly thisUpdateMs: number;
  readonly fresh: readonly string[];
}

/**
 * An authority's own list, which anybody may bring: its signature is what counts. What was on an earlier list stays revoked.
 * In this order: CALL_TOO_LATE, those of reading a list, ISSUER_UNKNOWN, ISSUER_AMBIGUOUS, NOT_AN_AUTHORITY, REVOCATION_LIST_OLD, SIGNATURE_WRONG.
 */
export function checkRevokeByList(context: Check, { list: pem, authority }: Listed): CheckedList {
  const { state, timeMs } = context;
  checkPlace(context);
  return placedAt('/list', () => {
    const list = readRevocationList(readPem(pem, 'X509 CRL'));
    const { id, certificate } = findIssuer(state, list, authority);
    if (certificate.keyUsage !== undefined && (certificate.keyUsage & KEY_USAGE.listSigning) === 0) refuse('NOT_AN_AUTHORITY', { reason: 'its key usage has no cRLSign' });
    if (list.thisUpdateMs > timeMs || list.thisUpdateMs <= (newestListMs(state, id) ?? -1)) refuse('REVOCATION_LIST_OLD');
    checkSignature(list, certificate, 'list');
    return { authority: id, thisUpdateMs: list.thisUpdateMs, fresh: [...new Set(list.serials.map(toHex))].filter((serial) => readRevocation(state, id, serial) === undefined) };
  });
}
export function applyRevokeByList({ state, timeMs, emit }: Apply, _payload: Listed, { authority, thisUpdateMs, fresh }: CheckedList): void {
  state.put('lists', idBytes(authority), instantBytes(thisUpdateMs));
  for (const serial of fresh) writeRevocation(state, authority, serial, { atMs: timeMs, reason: FROM_LIST });
  emit('listTaken', { authority, count: fresh.length });
}
