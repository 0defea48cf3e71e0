import type { Json, JsonObject } from '@bystack/chain-core/module';
import { keyOf } from '@bystack/chain-core/testing';
import type { CallStep, ModuleScenario } from '@bystack/chain-core/testing/contract';
import { ruleBook2 } from '@bystack/modules-contract';
import { companyBadges } from '@bystack/modules-identity';
import { certificate, root, uris } from '../../../libs/modules-identity/src/company-badges/testing/make-certificate';
import { ruleBookScenario, workshop } from './rule-book';

const words = (en: string) => ({ en, zh: en });

/** The workshop, where a tool goes only to the site that the badge of whoever takes it is for. */
function sites(): Json {
  const { commands, errors, ...rest } = workshop();
  const take = {
    title: words('Take along'), who: 'members', data: { type: 'object', properties: { site: { type: 'string' } }, required: ['site'], additionalProperties: false },
    guards: [{ code: 'OTHER_SITE', require: 'attributes.site == data.site', facts: { attributes: { path: '/attributes' } } }],
    effects: [{ record: 'tool', key: { path: '/key' }, change: { from: ['inStore'], to: 'lent', data: { merge: [{ path: '/record/data' }, { object: { site: { path: '/attributes/site' } } }] } } }],
  };
  return { ...rest, commands: { ...commands, take }, errors: { ...errors, OTHER_SITE: { status: 403, words: words('That is another site.') } } } as unknown as Json;
}

const take = (actor: string, site: string, refused?: string): CallStep => ({ actor, command: 'act', payload: { command: 'take', key: 'axe', data: { site } }, refused });
const badge = certificate({ name: 'Bob of Linz', publicKey: keyOf('bob').publicKey, issuer: { name: 'Works CA' }, extensions: [uris('bystack:attribute:site=Linz')] });
const founding = (ruleBookScenario.beside![0]!.params as { members: readonly JsonObject[] }).members;

export const ruleBook2Scenario: ModuleScenario = {
  ...ruleBookScenario,
  module: ruleBook2,
  params: { package: sites() },
  beside: [{ module: companyBadges, params: { members: [...founding], organisations: [{ organisation: 'works', name: 'The Works', certificate: root('Works CA'), roles: [] }] } }],
  steps: [
    ...ruleBookScenario.steps,
    take('stranger', 'Linz', 'NOT_PERMITTED'),
    take('ann', 'Linz', 'OTHER_SITE'),
    { module: 'company-badges', actor: 'bob', command: 'enrol', payload: { certificate: badge } },
    take('bob', 'Graz', 'OTHER_SITE'),
    take('bob', 'Linz'),
    { query: 'record', args: { type: 'tool', key: 'axe' }, answer: { state: 'lent', data: { site: 'Linz' } } },
  ],
};
