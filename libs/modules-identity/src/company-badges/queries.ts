import { concatBytes, fromHex, parseCanonicalJson, toHex, type Bytes, type Json, type ModuleContext } from '@bystack/chain-core/module';
import { statementFor } from './badges';
import { distrustOf } from './distrust';
import { authorityCertificate, textOf } from './find-issuer';
import { LIMITS } from './limits';
import type { Params } from './params';
import { authoritiesOf, readAuthority, readCertificateBytes, readMember, readPast, readRevocation, type Member, type Organisation } from './records';
import { endOf, isStanding, memberNow, rolesNow } from './standing';
import { COMMON_NAME, textsOf } from './x509/read-name';
import { writePem } from './x509/read-pem';

type Context = ModuleContext<Params>;

/** Whoever takes part now, or once did. */
export function whoIs(context: Context, { key }: { key: string }): Json {
  const member = readMember(context.state, fromHex(key, 32)!) ?? memberNow(context, key);
  return member === undefined ? null : shown(context, key, member);
}

function shown(context: Context, key: string, member: Member): Json {
  const isAdmin = context.params.admins?.includes(key) === true;
  const { name, sinceMs, badge } = member;
  return { key, name, roles: rolesNow(context, member), isAdmin, takesPart: isStanding(context, member) || isAdmin, sinceMs, endsAtMs: endOf(context, member) ?? null, badge } as unknown as Json;
}

/** In ascending order of key, those who left included; `next` continues after the last one. */
export function members(context: Context, { limit = LIMITS.pageMax, after }: { limit?: number; after?: string }): Json {
  const entries = context.state.range('members', { from: after === undefined ? undefined : following(fromHex(after, 32)!), limit });
  const list = entries.map(({ key, value }) => shown(context, toHex(key), parseCanonicalJson(value) as unknown as Member));
  return { members: list, next: entries.length < limit ? null : toHex(entries.at(-1)!.key) };
}

/** What a key was on this chain, oldest first: who acted, for whom, from when to when, under which certificate. Nothing of it is ever taken away. */
export function history(context: Context, { key }: { key: string }): Json {
  const bytes = fromHex(key, 32)!;
  const current = readMember(context.state, bytes);
  const all = [...readPast(context.state, bytes, LIMITS.pageMax), ...(current === undefined ? [] : [current])];
  return { memberships: all.map((member) => ({ ...member, endsAtMs: endOf(context, member) ?? null })) } as unknown as Json;
}

export function organisations(context: Context, { limit = LIMITS.pageMax, after }: { limit?: number; after?: string }): Json {
  const entries = context.state.range('organisations', { from: after === undefined ? undefined : following(Buffer.from(after)), limit });
  const list = entries.map(({ key, value }) => ({ organisation: Buffer.from(key).toString('utf8'), ...(parseCanonicalJson(value) as unknown as Organisation) }));
  return { organisations: list, next: entries.length < limit ? null : list.at(-1)!.organisation } as unknown as Json;
}

export function authorities({ state }: Context, { organisation }: { organisation: string }): Json {
  const list = authoritiesOf(state, organisation).map((id) => {
    const certificate = authorityCertificate(state, id);
    const [name = ''] = textsOf(certificate.subject, COMMON_NAME);
    return { authority: id, name, validFrom: textOf(certificate.notBeforeMs), validUntil: textOf(certificate.notAfterMs), badgesVoidSinceMs: distrustOf(state, id), ...readAuthority(state, id)! };
  });
  return { authorities: list } as unknown as Json;
}

/** As PEM; null: the chain does not keep it. */
export function certificate({ state }: Context, { id }: { id: string }): Json {
  const bytes = readCertificateBytes(state, id);
  return bytes === undefined ? null : { id, pem: writePem(bytes) };
}

export function revocation({ state }: Context, { authority, serial }: { authority: string; serial: string }): Json {
  return (readRevocation(state, authority, serial) ?? null) as unknown as Json;
}

/** What a certificate's key signs for this chain key. */
export function statement({ chainId }: Context, { key }: { key: string }): Json {
  return { text: statementFor(chainId, fromHex(key, 32)!) };
}

/** The least key above this one. */
function following(key: Bytes): Bytes {
  return concatBytes(key, new Uint8Array(1));
}
