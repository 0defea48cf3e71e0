import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { companyBadges } from '@bystack/modules-identity';
import { json, serving } from '../../client/testing/serving';
import { runLine } from '../testing/run-line';

let home: string;
beforeAll(() => void (home = mkdtempSync(join(tmpdir(), 'bystack-badges-'))));
afterAll(() => rmSync(home, { recursive: true, force: true }));

test('what an authority revoked is still taken by chains, and how they are told is said', async () => {
  const badge = { id: 'b1', serial: '0a1b', name: 'Ann', authority: 'cd'.repeat(32), revokedAtMs: 0, revocationReason: 'superseded' };
  const { url, seen } = await serving(json(200, {}), json(200, { items: [badge] }), json(200, badge));
  await runLine(home, ['login', '--url', url, '--key', 'bk_secret']);
  const { exit, out } = await runLine(home, ['badges', 'revoke-issued', '0a1b', '--reason', 'superseded']);
  expect([exit, seen.length]).toEqual([0, 3]);
  expect(out).toContain('No chain knows of it yet');
  expect(out).toContain('bystack badges revoke CHAIN 0a1b\n');
  expect(out).toContain(`bystack badges revocations ${badge.authority} -o list.pem, then bystack badges bring-list CHAIN list.pem`);
});

test.each(['enrol', 'bring-list'])('who issues comes first on a chain, as %s says, too', async (name) => {
  const { ISSUER_UNKNOWN } = companyBadges.errors!;
  for (const command of ['addOrganisation', 'addAuthority'] as const) expect(ISSUER_UNKNOWN!.words.en).toContain(command);
  expect(ISSUER_UNKNOWN!.words.zh).toContain(companyBadges.commands!.addOrganisation!.title.zh);
  const { out } = await runLine(home, ['badges', name, '--help']);
  expect(out).toContain('bystack submit CHAIN company-badges addOrganisation --payload JSON');
});
