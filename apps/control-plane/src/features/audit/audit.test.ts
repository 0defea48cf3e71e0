import type { AuditVerification, HostView } from '@bystack/api';
import { Database } from '../../platform/db';
import { eventually } from '../../testing/eventually';
import { enrol } from '../../testing/enrol';
import { TestAgent } from '../../testing/test-agent';
import { TestInstallation } from '../../testing/test-installation';

describe('the audit trail, held against what a host keeps of it', () => {
  let home: TestInstallation;
  let agent: TestAgent;
  beforeEach(async () => {
    home = await TestInstallation.start();
    for (let made = 0; made < 3; made += 1) await home.joinToken();
    agent = await new TestAgent(await enrol(await home.joinToken())).connect();
  });
  afterEach(async () => {
    agent.close();
    await home.close();
  });

  const verify = async () => (await home.call<AuditVerification>('GET', '/audit/verification')).body;
  const trouble = async () => (await home.call<HostView>('GET', `/hosts/${agent.identity.hostId}`)).body.trouble;
  const sql = (text: string) => home.plane.app.get(Database).manager.query(text);
  const kept = () => agent.auditHeadKept!;

  it('holds as it was written', async () => {
    const seen = await verify();
    expect(seen).toEqual({ holds: true, entries: kept().sequence, head: { sequence: kept().sequence, hash: kept().hash }, witnesses: 1 });
    expect(seen.entries).toBeGreaterThan(3);
    expect(await trouble()).toBeUndefined();
  });

  it.each<[string, string, (last: number) => object]>([
    ['the newest entry deleted', 'DELETE FROM audit_entries WHERE sequence = (SELECT max(sequence) FROM audit_entries)', (last) => ({ sequence: last, reason: 'cut-short' })],
    ['an entry changed', `UPDATE audit_entries SET body = replace(body, '"action":"', '"action":"x') WHERE sequence = 2`, () => ({ sequence: 2, reason: 'changed' })],
    ['an entry no longer JSON', `UPDATE audit_entries SET body = 'x' WHERE sequence = 2`, () => ({ sequence: 2, reason: 'changed' })],
    ['an entry in the middle deleted', 'DELETE FROM audit_entries WHERE sequence = 2', () => ({ sequence: 2, reason: 'missing' })],
    ['everything deleted', 'DELETE FROM audit_entries', () => ({ sequence: 1, reason: 'cut-short' })],
  ])('shows %s', async (_name, change, fault) => {
    const { sequence } = kept();
    await sql(change);
    expect(await verify()).toMatchObject({ holds: false, firstFault: fault(sequence), witnesses: 1 });
  });

  it('shows a cut end after it has grown on, and the host stays a witness of the old one', async () => {
    const before = kept();
    agent.close();
    await eventually(async () => (await verify()).witnesses === 0);
    await sql('DELETE FROM audit_entries WHERE sequence = (SELECT max(sequence) FROM audit_entries)');
    expect((await verify()).holds).toBe(true);
    for (let made = 0; made < 3; made += 1) await home.joinToken();
    await agent.connect();
    expect(kept()).toEqual(before);
    expect(await trouble()).toContain(`keeps the hash of audit entry ${before.sequence}`);
    expect((await verify()).firstFault).toEqual({ sequence: before.sequence, reason: 'differs-from-witness' });
    const [{ body }] = (await sql('SELECT body FROM audit_entries ORDER BY sequence DESC LIMIT 1')) as { body: string }[];
    expect(JSON.parse(body)).toMatchObject({ action: 'audit.missing', details: { sequence: before.sequence, hash: before.hash } });
  });

  it('of a restored database shows what is missing, and then goes on with the host as its witness', async () => {
    const before = kept();
    agent.close();
    await eventually(async () => (await verify()).witnesses === 0);
    await sql('DELETE FROM audit_entries WHERE sequence = (SELECT max(sequence) FROM audit_entries)');
    agent.revision += 5;
    await agent.connect().catch(() => undefined);
    if (agent.closeCode !== undefined) await agent.connect();
    await agent.until(() => kept().incarnation !== before.incarnation);
    expect(await trouble()).toContain('restore from a backup');
    expect(await verify()).toMatchObject({ holds: false, firstFault: { sequence: before.sequence } });
    await agent.connect();
    await eventually(async () => (await verify()).holds);
    expect([await trouble(), (await verify()).witnesses]).toEqual([undefined, 1]);
  });
});
