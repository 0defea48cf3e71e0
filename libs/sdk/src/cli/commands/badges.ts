import { writeFileSync } from 'node:fs';
import { REVOCATION_REASONS, type BadgeAuthorityView, type BadgeView, type Json, type JsonObject, type QueryAnswer, type RevocationReason } from '@bystack/api';
import { Refusal } from '@bystack/chain-core/primitives/refusal';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { loadKey } from '../../signing/key';
import { text, type Answer, type Call, type Command } from '../command';
import { LocalError, UsageError } from '../exit';
import { findChain } from '../find-chain';
import { readFile, readJson } from '../input';
import { submission, submit } from '../submission';
import { table, when } from '../table';

const MODULE = 'company-badges';
const OUT = { type: 'string', short: 'o', value: 'FILE', help: 'write it there instead of printing it' } as const;
const KEY = { type: 'string', value: 'FILE', help: 'the chain key (see `bystack keys new`)' } as const;

function keyIn({ values }: Call): ReturnType<typeof loadKey> {
  const file = text(values, 'key');
  if (file === undefined) throw new UsageError('--key is missing: a badge belongs to a key (see `bystack keys new`).');
  return loadKey(file);
}

/** The text itself, or where it lies. */
function pemAnswer({ values }: Call, view: object, pem: string): Answer {
  const out = text(values, 'out');
  if (out === undefined) return { json: view, text: pem.trimEnd() };
  writeFileSync(out, pem);
  return { json: { ...view, file: out }, text: out };
}

const newAuthority: Command = {
  name: 'badges new-authority',
  arguments: ['NAME'],
  options: { out: { ...OUT, help: 'write its certificate there, too' } },
  summary: 'make a certificate authority for your organisation',
  details: 'Its key stays with the control plane, sealed. A chain with company badges is told of it with addOrganisation or addAuthority. Authorities made with openssl are as good.',
  async run(call) {
    const view = await call.client().badges.createAuthority({ name: call.arguments.NAME });
    const out = text(call.values, 'out');
    if (out !== undefined) writeFileSync(out, view.certificatePem);
    return { json: view, text: `${view.name}\nid          ${view.id}\nfingerprint ${view.fingerprint}${out === undefined ? `\n${view.certificatePem.trimEnd()}` : `\ncertificate ${out}`}` };
  },
};

const authorities: Command = {
  name: 'badges authorities',
  summary: 'list the certificate authorities that are kept for your organisation',
  async run(call) {
    const { items } = await call.client().badges.authorities();
    return { json: items, text: table(['NAME', 'MADE', 'VALID UNTIL', 'ID', 'FINGERPRINT'], items.map((one) => [one.name, when(one.createdAtMs), when(one.validUntilMs), one.id, one.fingerprint])) };
  },
};

const list: Command = {
  name: 'badges list',
  summary: 'list the badges that they issued',
  async run(call) {
    const { items } = await call.client().badges.list();
    return { json: items, text: table(['NAME', 'ISSUED', 'VALID UNTIL', 'REVOKED', 'SERIAL', 'AUTHORITY'], items.map((one) => [one.name, when(one.issuedAtMs), when(one.validUntilMs), when(one.revokedAtMs), one.serial, one.authority.slice(0, 16)])) };
  },
};

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

const issue: Command = {
  name: 'badges issue',
  arguments: ['AUTHORITY', 'CSR'],
  options: {
    roles: { type: 'string', value: 'A,B', help: 'roles that the badge gives' },
    attributes: { type: 'string', value: 'A=X,B=Y', help: 'what else it says about its holder; with commas in values as JSON: ["A=X, Y"]' },
    days: { type: 'string', value: 'DAYS', help: 'how long it is good (default 365)' },
    out: OUT,
  },
  summary: 'issue a badge for a certificate request (AUTHORITY: id or name; CSR: a file)',
  async run(call) {
    const authority = await findAuthority(call, call.arguments.AUTHORITY);
    const words = (name: string): string[] => listOf(name, text(call.values, name) ?? '');
    const days = text(call.values, 'days');
    if (days !== undefined && !/^\d{1,5}$/.test(days)) throw new UsageError(`--days takes a number of days, not “${days}”.`);
    const csrPem = readFile(call.arguments.CSR, 'CSR');
    const badge = await call.client().badges.issue(authority.id, { csrPem, roles: words('roles'), attributes: words('attributes'), ...(days !== undefined && { days: Number(days) }) });
    return pemAnswer(call, badge, badge.certificatePem);
  },
};

/** With commas between its words, or as a JSON list of texts. */
function listOf(name: string, given: string): string[] {
  if (!given.startsWith('[')) return given.split(',').filter((word) => word !== '');
  const list = readJson(given, `--${name}`);
  if (Array.isArray(list) && list.every((word) => typeof word === 'string')) return list as string[];
  throw new UsageError(`--${name} takes words with commas between them, or a JSON list of texts.`);
}

async function findAuthority(call: Call, wanted: string): Promise<BadgeAuthorityView> {
  const { items } = await call.client().badges.authorities();
  const found = items.filter(({ id, name }) => id === wanted || name === wanted);
  if (found.length === 1) return found[0]!;
  throw new LocalError(found.length === 0 ? 'NOT_FOUND' : 'NAME_AMBIGUOUS', found.length === 0 ? `There is no authority “${wanted}”: see \`bystack badges authorities\`.` : `${found.length} authorities are called “${wanted}”: give the id.`);
}

const enrol: Command = {
  name: 'badges enrol',
  arguments: ['CHAIN', 'CERTIFICATE'],
  options: {
    key: KEY,
    'certificate-key': { type: 'string', value: 'FILE', help: 'the certificate’s private key (PEM), when that is not the chain key itself' },
    authority: { type: 'string', value: 'FINGERPRINT', help: 'which authority issued it, when several go by its name' },
  },
  summary: 'show your badge on a chain (CERTIFICATE: a file), signing with your chain key',
  async run(call) {
    const { chainId } = await findChain(call.client(), call.arguments.CHAIN);
    const key = keyIn(call);
    const certificate = readFile(call.arguments.CERTIFICATE, 'CERTIFICATE');
    const file = text(call.values, 'certificate-key');
    const authority = text(call.values, 'authority');
    const proof = file === undefined ? undefined : (await import('../badge-request')).proofBy(readFile(file, '--certificate-key'), await statement(call, chainId, toHex(key.publicKey)));
    return submission(await submit(call, chainId, { module: MODULE, command: 'enrol', payload: { certificate, ...(authority && { authority }), ...(proof && { proof }) } }));
  },
};

async function ask(call: Call, chainId: string, query: string, args: Json): Promise<QueryAnswer> {
  return call.client().chains.query(chainId, MODULE, query, args);
}

async function statement(call: Call, chainId: string, key: string): Promise<string> {
  const { answer } = await ask(call, chainId, 'statement', { key });
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
    const { chainId } = await findChain(call.client(), call.arguments.CHAIN);
    const serial = await serialOf(call.arguments.CERTIFICATE);
    const authority = text(call.values, 'authority') ?? (await issuedHere(call, serial)).authority;
    return submission(await submit(call, chainId, { module: MODULE, command: 'revoke', payload: { authority, serial, reason: text(call.values, 'reason') ?? 'unspecified' } }));
  },
};

const revokeIssued: Command = {
  name: 'badges revoke-issued',
  arguments: ['CERTIFICATE'],
  options: { reason: { type: 'string', value: 'WORD', help: `${REVOCATION_REASONS.join(', ')} (default unspecified)` } },
  summary: 'revoke a badge in its authority’s list (CERTIFICATE: a file, or a serial number)',
  details: 'The control plane issued it, and signs the list. Chains are told apart: by `bystack badges revoke`, or by the list itself (`bystack badges bring-list`).',
  async run(call) {
    const reason = text(call.values, 'reason') as RevocationReason | undefined;
    if (reason !== undefined && !REVOCATION_REASONS.includes(reason)) throw new UsageError(`--reason takes ${REVOCATION_REASONS.join(', ')}, not “${reason}”.`);
    const { id } = await issuedHere(call, await serialOf(call.arguments.CERTIFICATE));
    const view = await call.client().badges.revoke(id, { ...(reason !== undefined && { reason }) });
    return { json: view, text: `${view.name} (${view.serial}) is revoked since ${when(view.revokedAtMs)}: ${view.revocationReason}` };
  },
};

const revocations: Command = {
  name: 'badges revocations',
  arguments: ['AUTHORITY'],
  options: { out: OUT, der: { type: 'boolean', help: 'in DER, not PEM: with -o' } },
  summary: 'fetch an authority’s list of revoked certificates (X.509 CRL)',
  details: 'Programs that check certificates read it, such as openssl verify -crl_check, and so do chains: bystack badges bring-list.',
  async run(call) {
    const out = text(call.values, 'out');
    const der = call.values.der === true;
    if (der && out === undefined) throw new UsageError('--der is for a file: give -o FILE, too.');
    const { id, fingerprint } = await findAuthority(call, call.arguments.AUTHORITY);
    const bytes = await call.client().badges.revocations(id, der ? 'der' : 'pem');
    if (out === undefined) return { json: { authority: fingerprint, listPem: Buffer.from(bytes).toString('utf8') }, text: Buffer.from(bytes).toString('utf8').trimEnd() };
    writeFileSync(out, bytes);
    return { json: { authority: fingerprint, file: out }, text: out };
  },
};

const bringList: Command = {
  name: 'badges bring-list',
  arguments: ['CHAIN', 'FILE'],
  options: { key: { type: 'string', value: 'FILE', help: 'sign with this key; else the control plane signs for your organisation' } },
  summary: 'tell a chain what an authority revoked, by its list (PEM)',
  async run(call) {
    const { chainId } = await findChain(call.client(), call.arguments.CHAIN);
    return submission(await submit(call, chainId, { module: MODULE, command: 'revokeByList', payload: { list: readFile(call.arguments.FILE, 'FILE') } }));
  },
};

async function serialOf(certificate: string): Promise<string> {
  return /^[0-9a-f]{2,40}$/.test(certificate) ? certificate : serialIn(certificate);
}

async function serialIn(file: string): Promise<string> {
  const { readCertificate, readPem } = await import('@bystack/modules-identity');
  try {
    return toHex(readCertificate(readPem(readFile(file, 'CERTIFICATE'), 'CERTIFICATE')).serial);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new LocalError(error.code, `${file} is not a certificate that chains read.`);
  }
}

async function issuedHere(call: Call, serial: string): Promise<BadgeView> {
  const [found] = (await call.client().badges.list(serial)).items;
  if (found === undefined) throw new UsageError(`--authority is missing: the control plane did not issue a badge with the serial number ${serial}.`);
  return found;
}

const who: Command = {
  name: 'badges who',
  arguments: ['CHAIN', 'KEY'],
  summary: 'say what a key was and is on a chain, and under which certificates',
  async run(call) {
    const { chainId } = await findChain(call.client(), call.arguments.CHAIN);
    const { answer, ...rest } = await ask(call, chainId, 'history', { key: call.arguments.KEY });
    const { memberships } = answer as unknown as { memberships: readonly { name: string; roles: string[]; sinceMs: number; endsAtMs: number | null; badge: JsonObject | null }[] };
    const rows = memberships.map(({ name, roles, sinceMs, endsAtMs, badge }) => [name, String(badge?.['organisation'] ?? '-'), roles.join(', ') || '-', when(sinceMs), endsAtMs === null ? '-' : when(endsAtMs), attributesIn(badge), String(badge?.['serial'] ?? '-')]);
    return { json: { answer, ...rest }, text: memberships.length === 0 ? 'Nobody that this chain knows.' : table(['NAME', 'ORGANISATION', 'ROLES', 'SINCE', 'UNTIL', 'ATTRIBUTES', 'SERIAL'], rows) };
  },
};

/** What else a badge says of its holder, as it is written when badges are issued. */
function attributesIn(badge: JsonObject | null): string {
  return Object.entries((badge?.['attributes'] ?? {}) as JsonObject).map(([name, value]) => `${name}=${String(value)}`).join(', ') || '-';
}

export const badgeCommands = [newAuthority, authorities, request, issue, list, revokeIssued, revocations, enrol, revoke, bringList, who];
