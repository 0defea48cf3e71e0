import { REVOCATION_REASONS, type Json, type JsonObject, type QueryAnswer } from '@bystack/api';
import { fromHex, toHex } from '@bystack/chain-core/primitives/bytes';
import { loadKey } from '../../signing/key';
import { OUT, text, type Call, type Command } from '../command';
import { UsageError } from '../exit';
import { findChain } from '../find-chain';
import { readFile } from '../input';
import { table, when } from '../table';
import { authorities, issue, issued, newAuthority, revocations, revokeIssued } from './badge-authorities';
import { BADGES, issuedHere, pemAnswer, serialOf, SIGN_WITH } from './badge-files';
import { badgeOrganisationCommands } from './badge-organisations';
import { give, withBadges } from './on-badges';

const KEY = { type: 'string', value: 'FILE', help: 'the chain key (see `bystack keys new`)' } as const;
const AUTHORITY_FIRST = 'The authority’s own certificate comes first: bystack badges add-organisation CHAIN ORGANISATION CA, by an administrator of the chain.';

function keyIn({ values }: Call): ReturnType<typeof loadKey> {
  const file = text(values, 'key');
  if (file === undefined) throw new UsageError('--key is missing: a badge belongs to a key (see `bystack keys new`).');
  return loadKey(file);
}

const request: Command = {
  name: 'badges request',
  arguments: ['NAME'],
  options: { key: KEY, out: OUT },
  summary: 'make a certificate request for a chain key, on this machine',
  details: 'NAME is how you will be called on chains. Hand the request to whoever issues certificates in your company.',
  async run(call) {
    const key = keyIn(call);
    const csrPem = await (await import('../badge-request')).badgeRequest(key, call.arguments.NAME);
    return pemAnswer(call, { csrPem, publicKey: toHex(key.publicKey) }, csrPem);
  },
};

const enrol: Command = {
  name: 'badges enrol',
  arguments: ['CHAIN', 'CERTIFICATE'],
  options: {
    key: KEY,
    'certificate-key': { type: 'string', value: 'FILE', help: 'the certificate’s private key (PEM), when that is not the chain key itself' },
    authority: { type: 'string', value: 'FINGERPRINT', help: 'which authority issued it, when several go by its name' },
  },
  summary: 'show your badge on a chain (CERTIFICATE: a file), signing with your chain key',
  details: AUTHORITY_FIRST,
  async run(call) {
    const key = keyIn(call);
    const certificate = readFile(call.arguments.CERTIFICATE, 'CERTIFICATE');
    const file = text(call.values, 'certificate-key');
    const authority = text(call.values, 'authority');
    const proof = file === undefined ? undefined : (await import('../badge-request')).proofBy(readFile(file, '--certificate-key'), await statement(call, toHex(key.publicKey)));
    return give(call, 'enrol', { certificate, ...(authority && { authority }), ...(proof && { proof }) });
  },
};

async function ask(call: Call, query: string, args: Json): Promise<QueryAnswer> {
  const chain = await findChain(call.client(), call.arguments.CHAIN!);
  return withBadges(call, chain, () => call.client().chains.query(chain.chainId, BADGES, query, args));
}

async function statement(call: Call, key: string): Promise<string> {
  const { answer } = await ask(call, 'statement', { key });
  return (answer as { text: string }).text;
}

const revoke: Command = {
  name: 'badges revoke',
  arguments: ['CHAIN', 'CERTIFICATE'],
  options: {
    authority: { type: 'string', value: 'FINGERPRINT', help: 'that issued it (default: as the control plane knows it)' },
    reason: { type: 'string', value: 'WORD', help: `${REVOCATION_REASONS.join(', ')} (default unspecified)` },
    key: { type: 'string', value: 'FILE', help: 'sign with this keeper’s key; else the control plane signs for your organisation' },
  },
  summary: 'revoke a badge on a chain (CERTIFICATE: a file, or a serial number)',
  async run(call) {
    const serial = await serialOf(call.arguments.CERTIFICATE);
    const authority = text(call.values, 'authority') ?? (await issuedHere(call, serial)).authority;
    return give(call, 'revoke', { authority, serial, reason: text(call.values, 'reason') ?? 'unspecified' });
  },
};

const bringList: Command = {
  name: 'badges bring-list',
  arguments: ['CHAIN', 'FILE'],
  options: { key: SIGN_WITH },
  summary: 'tell a chain what an authority revoked, by its list (PEM)',
  details: `Lists of authorities that are kept here: bystack badges revocations AUTHORITY -o FILE. ${AUTHORITY_FIRST}`,
  run: async (call) => give(call, 'revokeByList', { list: readFile(call.arguments.FILE, 'FILE') }),
};

const who: Command = {
  name: 'badges who',
  arguments: ['CHAIN', 'KEY'],
  summary: 'say what a key was and is on a chain, and under which certificates (KEY: a key file, or 64 hex digits)',
  async run(call) {
    const { answer, ...rest } = await ask(call, 'history', { key: publicKeyOf(call.arguments.KEY) });
    const { memberships } = answer as unknown as { memberships: readonly { name: string; roles: string[]; sinceMs: number; endsAtMs: number | null; badge: JsonObject | null }[] };
    const rows = memberships.map(({ name, roles, sinceMs, endsAtMs, badge }) => [name, String(badge?.['organisation'] ?? '-'), roles.join(', ') || '-', when(sinceMs), endsAtMs === null ? '-' : when(endsAtMs), attributesIn(badge), String(badge?.['serial'] ?? '-')]);
    return { json: { answer, ...rest }, text: memberships.length === 0 ? 'Nobody that this chain knows.' : table(['NAME', 'ORGANISATION', 'ROLES', 'SINCE', 'UNTIL', 'ATTRIBUTES', 'SERIAL'], rows) };
  },
};

function publicKeyOf(given: string): string {
  return fromHex(given, 32) === undefined ? toHex(loadKey(given).publicKey) : given;
}

/** What else a badge says of its holder, as it is written when badges are issued. */
function attributesIn(badge: JsonObject | null): string {
  return Object.entries((badge?.['attributes'] ?? {}) as JsonObject).map(([name, value]) => `${name}=${String(value)}`).join(', ') || '-';
}

export const badgeCommands = [newAuthority, authorities, ...badgeOrganisationCommands, request, issue, issued, enrol, who, revoke, revokeIssued, revocations, bringList];
