import { existsSync } from 'node:fs';
import type { ModuleClient } from '../../client/chain';
import type { ModuleTypes } from '../../modules/module-types.generated';
import { list, oneOf, text, type Call, type Command } from '../command';
import { UsageError } from '../exit';
import { findChain } from '../find-chain';
import { readFile } from '../input';
import { table, when } from '../table';
import { findAuthority } from './badge-authorities';
import { BADGES, SIGN_WITH } from './badge-files';
import { give, withBadges } from './on-badges';

const CA = 'CA is the authority’s certificate as a PEM file, or the name, id or fingerprint of one that is kept here (`bystack badges authorities`).';

const addOrganisation: Command = {
  name: 'badges add-organisation',
  arguments: ['CHAIN', 'ORGANISATION', 'CA'],
  options: {
    name: { type: 'string', value: 'NAME', help: 'what people call it (default: as ORGANISATION says)' },
    roles: { type: 'string', value: 'A,B', help: 'roles that its badges may give (default none)' },
    keepers: { type: 'string', value: 'KEY,KEY', help: 'public keys of those who look after its badges, besides the chain’s administrators' },
    key: SIGN_WITH,
  },
  summary: 'bring a company and its certificate authority to a chain',
  details: `An administrator of the chain does this (its parameter \`admins\`; in templates the organisation that makes the chain is one). ORGANISATION is the company’s short name there: lower-case letters, digits, hyphens. ${CA} From then on whoever holds a certificate of it can show that: bystack badges enrol.`,
  async run(call) {
    const { ORGANISATION: organisation } = call.arguments;
    const [roles, keepers] = [list(call.values, 'roles'), list(call.values, 'keepers')];
    return give(call, 'addOrganisation', {
      organisation, name: text(call.values, 'name') ?? organisation, certificate: await authorityPem(call),
      ...(roles.length > 0 && { roles }), ...(keepers.length > 0 && { keepers }),
    });
  },
};

const addAuthority: Command = {
  name: 'badges add-authority',
  arguments: ['CHAIN', 'ORGANISATION', 'CA'],
  options: { key: SIGN_WITH },
  summary: 'bring another certificate authority of a company that is on a chain',
  details: `A keeper of the organisation or an administrator of the chain does this. ${CA} One below another comes after that.`,
  async run(call) {
    return give(call, 'addAuthority', { organisation: call.arguments.ORGANISATION, certificate: await authorityPem(call) });
  },
};

const retireAuthority: Command = {
  name: 'badges retire-authority',
  arguments: ['CHAIN', 'FINGERPRINT'],
  options: { badges: { type: 'string', value: 'keep|end', help: 'what becomes of the badges it gave: they stay good, or are void from now on' }, key: SIGN_WITH },
  summary: 'let a certificate authority give no more badges on a chain',
  details: '`bystack badges organisations CHAIN` shows fingerprints. For a stolen key of the authority: --badges end.',
  async run(call) {
    const badges = oneOf(call.values, 'badges', ['keep', 'end']);
    if (badges === undefined) throw new UsageError('--badges is missing: keep, or end.');
    return give(call, 'retireAuthority', { authority: call.arguments.FINGERPRINT, badges });
  },
};

const leave: Command = {
  name: 'badges leave',
  arguments: ['CHAIN'],
  options: { key: SIGN_WITH },
  summary: 'give your badge back on a chain',
  run: (call) => give(call, 'leave', {}),
};

type BadgesHere = ModuleClient<ModuleTypes['company-badges@1.0.0']>;
type Badges = ModuleTypes['company-badges@1.0.0']['queries'];
type Company = Badges['organisations']['answer']['organisations'][number];
type Standing = Company & Badges['authorities']['answer'];

const organisations: Command = {
  name: 'badges organisations',
  arguments: ['CHAIN'],
  summary: 'list the companies on a chain, the roles that their badges may give, and their certificate authorities',
  async run(call) {
    const chain = await findChain(call.client(), call.arguments.CHAIN);
    const badges = call.client().chain(chain.chainId).module(`${BADGES}@1.0.0`);
    const found = await withBadges(call, chain, async () => Promise.all((await everyCompany(badges)).map(async (company) => ({ ...company, ...(await badges.query('authorities', { organisation: company.organisation })).answer }))));
    return { json: found, text: found.length === 0 ? 'There is no company yet: `bystack badges add-organisation` brings one.' : rowsOf(found) };
  },
};

function rowsOf(companies: readonly Standing[]): string {
  return table(
    ['ORGANISATION', 'NAME', 'ROLES', 'STANDING', 'AUTHORITY'],
    companies.flatMap(({ organisation, name, roles, closedAtMs, authorities }) =>
      authorities.map(({ authority, retiredAtMs }) => [organisation, name, roles.join(', ') || '-', closedAtMs !== null ? `left ${when(closedAtMs)}` : retiredAtMs !== null ? `retired ${when(retiredAtMs)}` : 'gives badges', authority])),
  );
}

async function everyCompany(chain: BadgesHere): Promise<readonly Company[]> {
  const all: Company[] = [];
  for (let after: string | undefined; ; ) {
    const { answer } = await chain.query('organisations', after === undefined ? {} : { after });
    all.push(...answer.organisations);
    if (answer.next === null) return all;
    after = answer.next;
  }
}

/** Of the file, or of the authority that is kept here under this name. */
async function authorityPem(call: Call): Promise<string> {
  const { CA: given } = call.arguments;
  return existsSync(given) ? readFile(given, 'CA') : (await findAuthority(call, given, 'no file and no authority')).certificatePem;
}

export const badgeOrganisationCommands = [addOrganisation, addAuthority, organisations, retireAuthority, leave];
