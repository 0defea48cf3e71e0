import { join } from 'node:path';
import type { CreateChain, Template } from '@bystack/api';
import type { ProblemError } from '../../platform/errors';
import { Modules } from '../modules';
import { readTemplate } from '../templates';
import { makeBlueprint } from './blueprint';
import { buildGenesis } from './build-genesis';

const modules = new Modules();
const { slots } = readTemplate(join(__dirname, '../../../../../templates/data-confirmation')) as unknown as Template;
const choice = (module: string) => ({ module, version: '1.0.0', params: {} });
const template = {
  name: 't',
  version: '1.0.0',
  validators: 4,
  assets: 'disabled',
  slots: { ...slots, identity: choice('company-badges'), transactions: { ...choice('quota'), version: '2.0.0' } },
} as unknown as Template;

const made = (slots: CreateChain['slots']) => makeBlueprint({ name: 'a', template: 't', slots }, template, modules, { key: 'ab'.repeat(32), name: 'A' });

function refused(act: () => unknown): ProblemError {
  try {
    act();
  } catch (error) {
    return error as ProblemError;
  }
  throw new Error('it was let through');
}

const rate = { role: 'picker', perMinute: 6, burst: 2 };
const key = 'cd'.repeat(32);
it.each<[string, CreateChain['slots'], string, string, RegExp]>([
  ['what a module refuses in words of its own', { identity: { params: { members: [{ key, name: 'Ann ' }] } } }, 'NAME_INVALID', '/slots/identity/params/members/0/name', /[\u4e00-\u9fff]/],
  ['what it has no words for', { transactions: { params: { perRole: [rate, rate] } } }, 'INVALID_PARAMETER', '/slots/transactions/params/perRole/1/role', /“picker”/],
  ['what no chain is founded with, whatever its parameters are', { transactions: { module: 'fee' } }, 'NO_ASSET_YET', '/slots/transactions/module', /配额/],
  ['an older version of it', { transactions: { module: 'fee', version: '1.0.0', params: { asset: key, treasury: key } } }, 'NO_ASSET_YET', '/slots/transactions/module', /配额/],
  ['what its schema does not know', { transactions: { params: { perRole: 5 } } }, 'INVALID_PARAMETER', '/slots/transactions/params/perRole', /./],
  ['a module that is not there, and names those there are', { transactions: { module: 'qouta' } }, 'UNKNOWN_MODULE', '/slots/transactions/module', /“qouta”.*创立链时可用的有：quota@1\.0\.0, quota@2\.0\.0。.*投票采用：fee@1\.0\.0, fee@2\.0\.0/],
  ['a version that is not there', { transactions: { module: 'quota', version: '9.0.0' } }, 'UNKNOWN_MODULE', '/slots/transactions/module', /“quota@9\.0\.0”.*quota@2\.0\.0/],
])('refuses %s at the parameter that is wrong', (_what, changed, code, field, zh) => {
  const { problem, zh: told } = refused(() => made(changed));
  expect([problem.code, problem.field, problem.status]).toEqual([code, field, 422]);
  expect(problem.detail).not.toMatch(/[{}]/);
  expect(told).toMatch(zh);
});

it('says of a set of modules that cannot run together why, in words, at the module that is wrong', () => {
  const { slots: chosen, ...others } = made({});
  const blueprint = { ...others, slots: { ...chosen, transactions: { module: 'fee', version: '2.0.0', params: { asset: key, treasury: '58'.padEnd(64, '6') } } } };
  const { problem, zh } = refused(() => buildGenesis({ blueprint, template, createdAtMs: 1, seats: [] }, modules.registry));
  expect(problem).toMatchObject({ code: 'ASSETS_NEEDED', field: '/slots/transactions/module', status: 422, detail: 'fee is about assets, and this chain was founded to keep none.' });
  expect(zh).toMatch(/资产/);
});
