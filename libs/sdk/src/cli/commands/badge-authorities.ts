import { writeFileSync } from 'node:fs';
import { REVOCATION_REASONS, type BadgeAuthorityView, type BadgeView, type RevocationReason } from '@bystack/api';
import { list, OUT, text, type Call, type Command } from '../command';
import { LocalError, UsageError } from '../exit';
import { readFile } from '../input';
import { quoted } from '../quoted';
import { table, when } from '../table';
import { issuedHere, pemAnswer, serialOf } from './badge-files';
import { badgeChains, rolesWarning } from './roles-referred';

export const newAuthority: Command = {
  name: 'badges new-authority',
  arguments: ['NAME'],
  options: { out: { ...OUT, help: 'write its certificate there, too' } },
  summary: 'make a certificate authority for your organisation',
  details: 'Its key stays with the control plane, sealed. A chain with company badges is told of it with `bystack badges add-organisation CHAIN ORGANISATION NAME`. Authorities made with openssl are as good: there give the file of its certificate.',
  async run(call) {
    const view = await call.client().badges.createAuthority({ name: call.arguments.NAME });
    const out = text(call.values, 'out');
    if (out !== undefined) writeFileSync(out, view.certificatePem);
    return { json: view, text: `${view.name}\nid          ${view.id}\nfingerprint ${view.fingerprint}${out === undefined ? `\n${view.certificatePem.trimEnd()}` : `\ncertificate ${out}`}` };
  },
};

export const authorities: Command = {
  name: 'badges authorities',
  summary: 'list the certificate authorities that are kept for your organisation',
  async run(call) {
    const { items } = await call.client().badges.authorities();
    return { json: items, text: table(['NAME', 'MADE', 'VALID UNTIL', 'REVOKED', 'ID', 'FINGERPRINT'], items.map((one) => [one.name, when(one.createdAtMs), when(one.validUntilMs), revokedOf(one), one.id, one.fingerprint])) };
  },
};

/** As many as its list names; what it has no room for is said. */
function revokedOf({ revoked: { listed, leftOut } }: BadgeAuthorityView): string {
  return leftOut === 0 ? String(listed) : `${listed} listed, ${leftOut} LEFT OUT`;
}

export const issued: Command = {
  name: 'badges list',
  options: { search: { type: 'string', value: 'TEXT', help: 'only those whose name has it in it, or whose serial number begins with it' } },
  summary: 'list the badges that they issued',
  async run(call) {
    const search = text(call.values, 'search');
    const items: BadgeView[] = [];
    let before: string | undefined;
    do {
      const page = await call.client().badges.list({ limit: 1_000, ...(search !== undefined && { search }), ...(before !== undefined && { before }) });
      items.push(...page.items);
      before = page.next;
    } while (before !== undefined);
    return { json: items, text: table(['NAME', 'ROLES', 'ISSUED', 'VALID UNTIL', 'REVOKED', 'SERIAL', 'AUTHORITY'], items.map((one) => [one.name, one.roles.join(', ') || '-', when(one.issuedAtMs), when(one.validUntilMs), when(one.revokedAtMs), one.serial, one.authority.slice(0, 16)])) };
  },
};

export const issue: Command = {
  name: 'badges issue',
  arguments: ['AUTHORITY', 'CSR'],
  options: {
    roles: { type: 'string', value: 'A,B', help: 'roles that the badge gives' },
    attributes: { type: 'string', value: 'A=X,B=Y', help: 'what else it says about its holder; with commas in values as JSON: ["A=X, Y"]' },
    days: { type: 'string', value: 'DAYS', help: 'how long it is good (default 365)' },
    out: OUT,
  },
  summary: 'issue a badge for a certificate request (AUTHORITY: name, id or fingerprint; CSR: a file)',
  async run(call) {
    const authority = await findAuthority(call, call.arguments.AUTHORITY);
    const days = text(call.values, 'days');
    if (days !== undefined && !/^\d{1,5}$/.test(days)) throw new UsageError(`--days takes a number of days, not “${days}”.`);
    const csrPem = readFile(call.arguments.CSR, 'CSR');
    const roles = list(call.values, 'roles');
    const warning = await rolesWarning(call.client(), roles);
    const badge = await call.client().badges.issue(authority.id, { csrPem, roles, attributes: list(call.values, 'attributes'), ...(days !== undefined && { days: Number(days) }) });
    if (warning !== undefined) call.progress(warning);
    return pemAnswer(call, badge, badge.certificatePem);
  },
};

/** @throws LocalError NOT_FOUND, NAME_AMBIGUOUS */
export async function findAuthority(call: Call, wanted: string, none = 'no authority'): Promise<BadgeAuthorityView> {
  const { items } = await call.client().badges.authorities();
  const found = items.filter(({ id, name, fingerprint }) => [id, name, fingerprint].includes(wanted));
  if (found.length === 1) return found[0]!;
  throw new LocalError(found.length === 0 ? 'NOT_FOUND' : 'NAME_AMBIGUOUS', found.length === 0 ? `There is ${none} “${wanted}”: see \`bystack badges authorities\`.` : `${found.length} authorities are called “${wanted}”: give the id.`);
}

export const revokeIssued: Command = {
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
    return { json: view, text: [`${view.name} (${view.serial}) is revoked since ${when(view.revokedAtMs)}: ${view.revocationReason}`, ...chainsToTell(view, (await badgeChains(call.client())).map(({ name }) => name))].join('\n') };
  },
};

/** A chain reads nothing but what is submitted to it, so it goes on taking the badge until then. @param chains names of those with company badges, if that is known */
function chainsToTell({ serial, authority }: BadgeView, chains: readonly string[]): string[] {
  const each = chains.length === 0 ? ['CHAIN'] : chains.map(quoted);
  return [
    'No chain knows of it yet, and each takes the badge until it is told, by one of:',
    ...each.map((chain) => `  bystack badges revoke ${chain} ${serial}`),
    ...each.map((chain) => `  bystack badges revocations ${authority} -o list.pem, then bystack badges bring-list ${chain} list.pem`),
  ];
}

export const revocations: Command = {
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
