import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020';
import type { Role } from '@bystack/api';
import { ApiKeys } from './features/auth';
import { Organisations } from './features/organisations';
import { Database } from './platform/db';
import { PERMISSIONS } from './platform/auth';
import { badgeRequest } from './testing/badge-request';
import { eventually } from './testing/eventually';
import { routesOf, type Route } from './testing/routes';
import { enrol } from './testing/enrol';
import { HISTORY } from './testing/node-answers';
import { TestAgent } from './testing/test-agent';
import { send, TestInstallation, type Answer } from './testing/test-installation';

interface Things {
  readonly key: string;
  readonly organisationId: string;
  readonly chainId: string;
  readonly nodeId: string;
  readonly hostId: string;
  readonly operationId: string;
  readonly apiKeyId: string;
  readonly badgeAuthorityId: string;
  readonly badgeId: string;
  readonly userId: string;
  readonly rehearsalId: string;
}
type Ids = Pick<Things, 'chainId' | 'nodeId' | 'hostId' | 'operationId' | 'apiKeyId' | 'badgeAuthorityId' | 'badgeId' | 'userId' | 'rehearsalId'>;
const ABSENT: Ids = {
  chainId: 'f'.repeat(64),
  nodeId: 'ffffffffffff-1',
  hostId: '00000000-0000-4000-8000-000000000000',
  operationId: '00000000-0000-4000-8000-000000000000',
  apiKeyId: '00000000-0000-4000-8000-000000000000',
  badgeAuthorityId: '00000000-0000-4000-8000-000000000000',
  badgeId: '00000000-0000-4000-8000-000000000001',
  userId: '00000000-0000-4000-8000-000000000000',
  rehearsalId: '00000000-0000-4000-8000-000000000000',
};
const TX = 'e'.repeat(64);
const REMOVAL = [{ kind: 'remove-seat', seat: 0 }];
const OTHER_PARAMETERS = [{ kind: 'set-parameters', module: 'quota', parameters: {} }];
const SUBMISSION = { module: 'rule-book', command: 'act', payload: {} };

/**
 * One row for every route: how it is asked about things of another organisation. `same`: a foreign id answers exactly like an absent one.
 * `own`: the answer must name nothing of another organisation. `shared`: the same for everybody. A route without a row fails the test.
 */
const ROWS: Readonly<Record<string, 'own' | 'shared' | { readonly path: (ids: Ids) => string; readonly body?: unknown }>> = {
  'GET /setup': 'shared',
  'POST /setup': 'shared',
  'POST /auth/sign-in': 'shared',
  'POST /auth/sign-out': 'shared',
  'GET /auth/me': 'own',
  'POST /auth/password': 'shared',
  'POST /auth/password/reset': 'shared',
  'GET /api-keys': 'own',
  'POST /api-keys': 'shared',
  'DELETE /api-keys/:id': { path: ({ apiKeyId }) => `/api-keys/${apiKeyId}` },
  'GET /badge-authorities': 'own',
  'POST /badge-authorities': 'shared',
  'GET /badges': 'own',
  'GET /badges/roles': 'own',
  'POST /badge-authorities/:id/badges': { path: ({ badgeAuthorityId }) => `/badge-authorities/${badgeAuthorityId}/badges`, body: { csrPem: 'none', roles: [] } },
  'POST /badges/:id/revocation': { path: ({ badgeId }) => `/badges/${badgeId}/revocation`, body: {} },
  'GET /badge-authorities/:id/revocations': { path: ({ badgeAuthorityId }) => `/badge-authorities/${badgeAuthorityId}/revocations` },
  // Of an installation that publishes none; of others anybody may have it.
  'GET /revocation-lists/:id': { path: ({ badgeAuthorityId }) => `/revocation-lists/${badgeAuthorityId}` },
  'GET /members': 'own',
  'POST /members': 'shared',
  'POST /members/:userId/role': { path: ({ userId }) => `/members/${userId}/role`, body: { role: 'owner' } },
  'POST /members/:userId/link': { path: ({ userId }) => `/members/${userId}/link` },
  'DELETE /members/:userId': { path: ({ userId }) => `/members/${userId}` },
  'GET /hosts': 'own',
  'GET /hosts/:id': { path: ({ hostId }) => `/hosts/${hostId}` },
  'DELETE /hosts/:id': { path: ({ hostId }) => `/hosts/${hostId}` },
  'POST /hosts/join-tokens': 'shared',
  'GET /modules': 'shared',
  'GET /modules/:name': 'shared',
  'GET /templates': 'shared',
  'GET /templates/:name': 'shared',
  'GET /chains': 'own',
  'POST /chains': { path: () => '/chains', body: (ids: Ids) => ({ name: 'mine', template: 'data-confirmation', hostIds: [ids.hostId] }) },
  'POST /chains/outlook': { path: () => '/chains/outlook', body: (ids: Ids) => ({ template: 'data-confirmation', hostIds: [ids.hostId] }) },
  'GET /chains/:chainId': { path: ({ chainId }) => `/chains/${chainId}` },
  'DELETE /chains/:chainId': { path: ({ chainId }) => `/chains/${chainId}`, body: { confirmName: 'theirs' } },
  'POST /chains/:chainId/stop': { path: ({ chainId }) => `/chains/${chainId}/stop` },
  'POST /chains/:chainId/start': { path: ({ chainId }) => `/chains/${chainId}/start` },
  'GET /chains/:chainId/genesis': { path: ({ chainId }) => `/chains/${chainId}/genesis` },
  'GET /chains/:chainId/blueprint': { path: ({ chainId }) => `/chains/${chainId}/blueprint` },
  'GET /chains/:chainId/committee': { path: ({ chainId }) => `/chains/${chainId}/committee` },
  'GET /chains/:chainId/consensus': { path: ({ chainId }) => `/chains/${chainId}/consensus` },
  'GET /chains/:chainId/proposals': { path: ({ chainId }) => `/chains/${chainId}/proposals` },
  'POST /chains/:chainId/proposals': { path: ({ chainId }) => `/chains/${chainId}/proposals`, body: { changes: REMOVAL } },
  'POST /chains/:chainId/proposals/outlook': { path: ({ chainId }) => `/chains/${chainId}/proposals/outlook`, body: { changes: REMOVAL } },
  'GET /chains/:chainId/proposals/decided/:proposalId': { path: ({ chainId }) => `/chains/${chainId}/proposals/decided/1` },
  'GET /chains/:chainId/proposals/decided': { path: ({ chainId }) => `/chains/${chainId}/proposals/decided` },
  'GET /chains/:chainId/proposals/:proposalId': { path: ({ chainId }) => `/chains/${chainId}/proposals/1` },
  'POST /chains/:chainId/proposals/:proposalId/approvals': { path: ({ chainId }) => `/chains/${chainId}/proposals/1/approvals` },
  'POST /chains/:chainId/proposals/:proposalId/rejections': { path: ({ chainId }) => `/chains/${chainId}/proposals/1/rejections` },
  'POST /chains/:chainId/proposals/:proposalId/withdrawal': { path: ({ chainId }) => `/chains/${chainId}/proposals/1/withdrawal` },
  'GET /chains/:chainId/rehearsals': { path: ({ chainId }) => `/chains/${chainId}/rehearsals` },
  'POST /chains/:chainId/rehearsals': { path: ({ chainId }) => `/chains/${chainId}/rehearsals`, body: { changes: OTHER_PARAMETERS } },
  'GET /chains/:chainId/rehearsals/:id': { path: ({ chainId, rehearsalId }) => `/chains/${chainId}/rehearsals/${rehearsalId}` },
  'GET /chains/:chainId/recovery': { path: ({ chainId }) => `/chains/${chainId}/recovery` },
  'POST /chains/:chainId/recovery': { path: ({ chainId }) => `/chains/${chainId}/recovery`, body: { confirmName: 'theirs', fromHeight: 1 } },
  'GET /chains/:chainId/modules': { path: ({ chainId }) => `/chains/${chainId}/modules` },
  'GET /chains/:chainId/commands': { path: ({ chainId }) => `/chains/${chainId}/commands` },
  'GET /chains/:chainId/nodes': { path: ({ chainId }) => `/chains/${chainId}/nodes` },
  'POST /chains/:chainId/nodes': { path: ({ chainId }) => `/chains/${chainId}/nodes`, body: {} },
  'DELETE /chains/:chainId/nodes/:nodeId': { path: ({ chainId, nodeId }) => `/chains/${chainId}/nodes/${nodeId}` },
  'POST /chains/:chainId/nodes/:nodeId/voting-keys': { path: ({ chainId, nodeId }) => `/chains/${chainId}/nodes/${nodeId}/voting-keys`, body: {} },
  'POST /chains/:chainId/nodes/:nodeId/stop': {
    path: ({ chainId, nodeId }) => `/chains/${chainId}/nodes/${nodeId}/stop`,
    body: { force: true },
  },
  'POST /chains/:chainId/nodes/:nodeId/start': { path: ({ chainId, nodeId }) => `/chains/${chainId}/nodes/${nodeId}/start` },
  'POST /chains/:chainId/nodes/:nodeId/mining': { path: ({ chainId, nodeId }) => `/chains/${chainId}/nodes/${nodeId}/mining`, body: { threads: 1 } },
  'POST /chains/:chainId/nodes/:nodeId/rejoin': { path: ({ chainId, nodeId }) => `/chains/${chainId}/nodes/${nodeId}/rejoin`, body: { forkHeight: 1 } },
  'GET /chains/:chainId/nodes/:nodeId/logs': { path: ({ chainId, nodeId }) => `/chains/${chainId}/nodes/${nodeId}/logs?follow=1` },
  'POST /chains/:chainId/submissions': { path: ({ chainId }) => `/chains/${chainId}/submissions`, body: SUBMISSION },
  'POST /chains/:chainId/submissions/outlook': { path: ({ chainId }) => `/chains/${chainId}/submissions/outlook`, body: SUBMISSION },
  'POST /chains/:chainId/transactions/outlook': { path: ({ chainId }) => `/chains/${chainId}/transactions/outlook`, body: { transaction: '00' } },
  'POST /chains/:chainId/transactions': { path: ({ chainId }) => `/chains/${chainId}/transactions`, body: { transaction: '00' } },
  'GET /chains/:chainId/assets': { path: ({ chainId }) => `/chains/${chainId}/assets` },
  'POST /chains/:chainId/assets': { path: ({ chainId }) => `/chains/${chainId}/assets`, body: { name: 'Points', amount: '1' } },
  'GET /chains/:chainId/assets/:assetId': { path: ({ chainId }) => `/chains/${chainId}/assets/${TX}` },
  'POST /chains/:chainId/assets/:assetId/issues': { path: ({ chainId }) => `/chains/${chainId}/assets/${TX}/issues`, body: { amount: '1' } },
  'POST /chains/:chainId/assets/:assetId/transfers': { path: ({ chainId }) => `/chains/${chainId}/assets/${TX}/transfers`, body: { amount: '1', to: TX } },
  'POST /chains/:chainId/assets/:assetId/retirements': { path: ({ chainId }) => `/chains/${chainId}/assets/${TX}/retirements`, body: { amount: '1' } },
  'GET /chains/:chainId/holdings/:key': { path: ({ chainId }) => `/chains/${chainId}/holdings/${TX}` },
  'POST /chains/:chainId/queries/:module/:query': { path: ({ chainId }) => `/chains/${chainId}/queries/rule-book/package`, body: {} },
  'GET /chains/:chainId/receipts/:txId': { path: ({ chainId }) => `/chains/${chainId}/receipts/${TX}` },
  'GET /chains/:chainId/headers': { path: ({ chainId }) => `/chains/${chainId}/headers?from=1` },
  'GET /chains/:chainId/state-proofs/:module/:store/:keyHex': { path: ({ chainId }) => `/chains/${chainId}/state-proofs/rule-book/records/00` },
  'GET /chains/:chainId/export': { path: ({ chainId }) => `/chains/${chainId}/export` },
  'GET /chains/:chainId/blocks': { path: ({ chainId }) => `/chains/${chainId}/blocks` },
  'GET /chains/:chainId/blocks/:heightOrId': { path: ({ chainId }) => `/chains/${chainId}/blocks/1` },
  'GET /chains/:chainId/transactions/:txId': { path: ({ chainId }) => `/chains/${chainId}/transactions/${TX}` },
  'GET /chains/:chainId/events': { path: ({ chainId }) => `/chains/${chainId}/events` },
  'GET /operations': 'own',
  'GET /operations/:id': { path: ({ operationId }) => `/operations/${operationId}` },
  'GET /operations/:id/events': { path: ({ operationId }) => `/operations/${operationId}/events` },
  'GET /audit': 'own',
  'GET /audit/verification': 'own',
  'GET /overview': 'own',
  'GET /events': 'shared',
  'GET /health/live': 'shared',
  'GET /health/ready': 'shared',
  'GET /metrics': 'shared',
};

describe('every route', () => {
  let home: TestInstallation;
  let mine: Things;
  let theirs: Things;
  let routes: Route[];
  const agents: TestAgent[] = [];

  beforeAll(async () => {
    home = await TestInstallation.start();
    routes = routesOf(home.plane.app);
    const second = await home.plane.app.get(Organisations).create('Rival');
    mine = await furnish(home.key, home.me.organisationId);
    theirs = await furnish(await keyFor(second.id, 'owner'), second.id);
  });
  afterAll(async () => {
    agents.forEach((agent) => agent.close());
    await home.close();
  });

  async function keyFor(organisationId: string, role: Role): Promise<string> {
    const actor = { type: 'user', id: 'tests', name: 'tests', organisationId, role: 'owner', credentialId: 'tests' } as const;
    const { app } = home.plane;
    return (await app.get(Database).transaction(() => app.get(ApiKeys).create(actor, { name: role, role }))).key;
  }

  const as = <T = { code?: string }>(key: string, method: string, path: string, body?: unknown): Promise<Answer<T>> =>
    send(home.plane.ready.url, method, `/api/v1${path}`, body, { authorization: `Bearer ${key}` });

  /** A host, a running chain and everything that comes with them. */
  async function furnish(key: string, organisationId: string): Promise<Things> {
    const { token } = (await as<{ token: string }>(key, 'POST', '/hosts/join-tokens')).body;
    const agent = await new TestAgent(await enrol(token), {
      answer: (_nodeId, _method, path) => ({ status: 200, body: path === '/queries/kernel/packages' ? { height: 1, answer: [] } : { items: [], assets: [], height: 1, answer: { ...HISTORY, modules: [], now: { validators: 1, quorum: 1, mayFail: 0, scheme: 'ed25519' } } } }),
    }).connect();
    agents.push(agent);
    const hosts = async () => (await as<{ items: { id: string; spareKeys: number }[] }>(key, 'GET', '/hosts')).body.items;
    await eventually(async () => (await hosts())[0]?.spareKeys > 0);
    const { chain, operation } = (
      await as<{ chain: { chainId: string }; operation: { id: string } }>(key, 'POST', '/chains', {
        name: 'theirs',
        template: 'data-confirmation',
        validators: 1,
      })
    ).body;
    await eventually(async () => (await as<{ state: string }>(key, 'GET', `/operations/${operation.id}`)).body.state === 'succeeded');
    const [node] = (await as<{ items: { nodeId: string }[] }>(key, 'GET', `/chains/${chain.chainId}/nodes`)).body.items;
    const badgeAuthorityId = (await as<{ id: string }>(key, 'POST', '/badge-authorities', { name: 'CA' })).body.id;
    const badgeId = (await as<{ id: string }>(key, 'POST', `/badge-authorities/${badgeAuthorityId}/badges`, { csrPem: (await badgeRequest('CN=Ann')).csrPem, roles: [] })).body.id;
    const [apiKey] = (await as<{ items: { id: string }[] }>(key, 'GET', '/api-keys')).body.items;
    const { member } = (await as<{ member: { userId: string } }>(key, 'POST', '/members', { email: `${organisationId}@example.org`, name: 'Colleague', role: 'clerk' })).body;
    const rehearsalId = (await as<{ id: string }>(key, 'POST', `/chains/${chain.chainId}/rehearsals`, { changes: OTHER_PARAMETERS })).body.id;
    return {
      key,
      organisationId,
      chainId: chain.chainId,
      nodeId: node.nodeId,
      hostId: (await hosts())[0].id,
      operationId: operation.id,
      apiKeyId: apiKey.id,
      badgeAuthorityId,
      badgeId,
      userId: member.userId,
      rehearsalId,
    };
  }

  it('names a permission, or says that it needs none', () => {
    expect(routes.length).toBeGreaterThan(40);
    const known = new Set<string>(Object.values(PERMISSIONS).flat());
    for (const { method, path, permission, isPublic } of routes) {
      const says = isPublic || (permission !== undefined && (permission === '' || known.has(permission)));
      expect([method, path, says]).toEqual([method, path, true]);
    }
  });

  it('that changes something is a mutation', () => {
    const readers = ['POST /chains/outlook', 'POST /chains/:chainId/submissions/outlook', 'POST /chains/:chainId/transactions/outlook', 'POST /chains/:chainId/queries/:module/:query', 'POST /chains/:chainId/proposals/outlook'];
    for (const { method, path, mutation } of routes.filter((route) => route.method !== 'GET')) {
      if (!readers.includes(`${method} ${path}`))
        expect([method, path, mutation]).toEqual([method, path, expect.stringMatching(/^(transaction|in turn|own)$/)]);
    }
  });

  it('has a row here, and every row a route', () => {
    expect(Object.keys(ROWS).sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort());
  });

  it('answers nobody without a credential', async () => {
    for (const { method, path, isPublic } of routes.filter((route) => !route.isPublic)) {
      const { status, body } = await send<{ code: string }>(
        home.plane.ready.url,
        method,
        `/api/v1${path.replace(/:\w+/g, 'x')}`,
        method === 'GET' ? undefined : {},
        {},
      );
      expect([method, path, isPublic, status, body.code]).toEqual([method, path, false, 401, 'NOT_SIGNED_IN']);
    }
  });

  it('obeys the roles', async () => {
    for (const role of ['operator', 'clerk', 'auditor'] as const) {
      const key = await keyFor(home.me.organisationId, role);
      for (const { method, path, permission } of routes.filter((route) => !route.isPublic && route.permission)) {
        if (PERMISSIONS[role].includes(permission as never)) continue;
        const { status, body } = await as<{ code: string; facts?: object }>(
          key,
          method,
          path.replace(/:\w+/g, 'x'),
          method === 'GET' ? undefined : {},
        );
        expect([role, method, path, status, body.code, body.facts]).toEqual([role, method, path, 403, 'NOT_ALLOWED', { permission }]);
      }
    }
  });

  it('with an id answers a foreign one exactly like an absent one, and changes nothing', async () => {
    for (const [route, row] of Object.entries(ROWS)) {
      if (typeof row === 'string') continue;
      const [method] = route.split(' ');
      const body = (ids: Ids) => (typeof row.body === 'function' ? (row.body as (ids: Ids) => unknown)(ids) : row.body);
      const foreign = await as<Record<string, unknown>>(mine.key, method, row.path(theirs), body(theirs));
      const absent = await as<Record<string, unknown>>(mine.key, method, row.path(ABSENT), body(ABSENT));
      const shape = ({ status, body: answer }: Answer<Record<string, unknown>>) => ({
        route,
        status,
        answer: { ...answer, requestId: '' },
      });
      expect(shape(foreign)).toEqual(shape(absent));
      expect([404, 409]).toContain(foreign.status);
    }
    const untouched = await as<{ items: { chainId: string; state: string }[] }>(theirs.key, 'GET', '/chains');
    expect(untouched.body.items).toMatchObject([{ chainId: theirs.chainId, state: 'running' }]);
  });

  it('does not mix the nodes of one chain with another chain of the same organisation', async () => {
    const { status } = await as(mine.key, 'POST', `/chains/${mine.chainId}/nodes/${theirs.nodeId}/stop`, { force: true });
    expect(status).toBe(404);
  });

  it('that lists shows nothing of others', async () => {
    for (const [route] of Object.entries(ROWS).filter(([, row]) => row === 'own')) {
      const text = JSON.stringify((await as(mine.key, 'GET', route.split(' ')[1])).body);
      for (const id of [theirs.chainId, theirs.nodeId, theirs.hostId, theirs.operationId, theirs.apiKeyId, theirs.badgeAuthorityId, theirs.badgeId, theirs.organisationId])
        expect([route, id, text.includes(id)]).toEqual([route, id, false]);
      expect(text.length).toBeGreaterThan(20);
    }
  });

  it('answers what the OpenAPI document says it answers', async () => {
    const { body: document } = await send<{
      paths: Record<string, Record<string, { responses: Record<string, { content?: Record<string, { schema: object }> }> }>>;
      components: { schemas: object };
    }>(home.plane.ready.url, 'GET', '/api/docs-json', undefined, {});
    const ajv = new Ajv2020({ strict: false });
    const paths = routes
      .filter(({ method, path }) => method === 'GET' && !/events|logs|revocation|genesis|receipts|blocks|transactions|committee|consensus|proposals|export|headers|state-proofs|metrics|assets\/|holdings/.test(path))
      .map(({ path }) => path);
    expect(paths.length).toBeGreaterThan(15);
    for (const path of paths) {
      const { schema } =
        document.paths[`/api/v1${path.replace(/:(\w+)/g, '{$1}')}`].get.responses['200'].content?.['application/json'] ?? {};
      const id = path.startsWith('/hosts') ? mine.hostId : path.includes('rehearsals') ? mine.rehearsalId : mine.operationId;
      const asked = { chainId: mine.chainId, id, name: path.startsWith('/modules') ? 'kernel' : 'data-confirmation' };
      const { status, body } = await as(mine.key, 'GET', path.replace(/:(\w+)/g, (_, name: string) => asked[name as keyof typeof asked]));
      const check = ajv.compile({ ...schema, components: document.components });
      expect([path, status, schema !== undefined, check(body), check.errors]).toEqual([path, 200, true, true, null]);
    }
  });

  it('is in the OpenAPI document as the code has it now', async () => {
    // Beside the event loop: while it stood still, connections that the next test would use could be closed by the other end.
    const [code] = await once(spawn(process.execPath, [join(__dirname, '../gen-response-schemas.mjs'), '--check']), 'exit');
    expect(code).toBe(0);
  });

  it('tells a listener nothing of others', async () => {
    const abort = new AbortController();
    const response = await fetch(`${home.plane.ready.url}/api/v1/events`, {
      headers: { authorization: `Bearer ${mine.key}` },
      signal: abort.signal,
    });
    let heard = '';
    const reading = (async () => {
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) heard += Buffer.from(chunk).toString('utf8');
    })().catch(() => undefined);
    await as(theirs.key, 'POST', `/chains/${theirs.chainId}/stop`);
    await as(mine.key, 'POST', `/chains/${mine.chainId}/stop`);
    await eventually(() => heard.includes(mine.chainId));
    expect(heard.includes(theirs.chainId)).toBe(false);
    abort.abort();
    await reading;
  });
});
