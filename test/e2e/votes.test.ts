import { setTimeout as sleep } from 'node:timers/promises';
import type { Approved, ChainView, ChangeView, DecidedProposal, NodeView } from '@bystack/api';
import { ApiProblem, type BystackClient } from '@bystack/sdk';
import { until } from '../support/person';
import { startStack, type Stack } from '../support/stack';

const SLOW = 240_000;
/** After so long the control plane is killed while a proposal is approved: before the first vote, between them, after the last. */
const KILLED_AFTER_MS = [20, 150, 400];

let stack: Stack;
let client: BystackClient;
let apiKey: string;
let chain: ChainView;
let nodes: readonly NodeView[];

beforeAll(async () => {
  stack = await startStack();
  ({ client, apiKey } = await stack.owner());
  chain = await made('Board', 4);
  nodes = (await client.chains.nodes(chain.chainId)).items;
}, SLOW);
afterAll(() => stack?.stop(), SLOW);

async function made(name: string, validators: number): Promise<ChainView> {
  const created = await client.chains.create({ name, template: 'data-confirmation', validators });
  await client.operations.wait(created.operation.id);
  return client.chains.show(created.chain.chainId);
}

/** Each another, or the chain would refuse it as proposed already. */
const quota = (perMinute: number): readonly ChangeView[] => [{ kind: 'set-parameters', module: 'quota', parameters: { perMember: { perMinute, burst: 100 } } }];
/** Undefined: it is not over, or nobody can say: after a kill nodes are away until their agent is back. */
const decided = (id: number): Promise<DecidedProposal | undefined> => client.governance.decided(chain.chainId).then(({ items }) => items.find((one) => one.id === id), unlessAway);

function unlessAway(error: unknown): undefined {
  if (!(error instanceof ApiProblem) || error.code !== 'NODE_UNREACHABLE') throw error;
}

/** Once, however it ends. */
async function approveOnce(id: number, key: string): Promise<{ readonly status: number; readonly body: Approved } | undefined> {
  try {
    const headers = { authorization: `Bearer ${apiKey}`, 'idempotency-key': key, 'content-type': 'application/json' };
    const response = await fetch(`${stack.url}/api/v1/chains/${chain.chainId}/proposals/${id}/approvals`, { method: 'POST', headers, body: '{}' });
    return { status: response.status, body: (await response.json()) as Approved };
  } catch {
    return undefined;
  }
}

describe('votes on a real chain', () => {
  test('of four seats at once are each told what they came to', async () => {
    const { id } = await client.governance.propose(chain.chainId, { changes: quota(600) });
    const answers = await Promise.all(nodes.map(({ nodeId }) => client.governance.approve(chain.chainId, id, { nodeIds: [nodeId] })));
    const ended = await until('it took effect', () => decided(id), (one) => one !== undefined);
    expect(ended).toMatchObject({ outcome: 'took-effect', needed: 3 });
    const counted = answers.flatMap(({ approved }) => approved.map(({ seat }) => seat));
    expect(new Set(counted).size).toBe(counted.length);
    expect([0, ...counted].sort()).toEqual(ended!.approvals.map(({ seat }) => seat).sort());
  }, SLOW);

  test('are told truly to whoever repeats an approval after the control plane was killed at any moment', async () => {
    for (const [round, afterMs] of KILLED_AFTER_MS.entries()) {
      const { id, proposal } = await client.governance.propose(chain.chainId, { changes: quota(700 + round) });
      expect(proposal?.state).toBe('open');
      const first = approveOnce(id, `round-${round}`);
      await sleep(afterMs);
      process.kill(stack.pids().controlPlane, 'SIGKILL');
      await first;
      const { body } = (await until('the repeat is answered', () => approveOnce(id, `round-${round}`), (answer) => answer?.status === 200))!;
      const ended = await until('it took effect', () => decided(id), (one) => one !== undefined);
      expect(ended).toMatchObject({ outcome: 'took-effect' });
      expect(body.proposal === null ? body.decided : body.proposal).toMatchObject({ id, approvals: ended!.approvals });
      const again = await client.governance.approve(chain.chainId, id);
      expect(again).toMatchObject({ approved: [], before: [], proposal: null, decided: { id, height: ended!.height, approvals: ended!.approvals } });
    }
  }, SLOW);

  test('of a validator that is alone decide about another module by themselves, once its node has shown to have it', async () => {
    const single = await made('Alone', 1);
    const { id } = await client.governance.propose(single.chainId, { changes: [{ kind: 'swap-module', module: 'quota', by: { name: 'quota', version: '1.0.0', parameters: {} } }] });
    await until('quota 1.0.0 is in force', () => client.governance.modules(single.chainId), ({ modules }) => modules.some(({ module, version }) => module === 'quota' && version === '1.0.0'));
    expect((await client.governance.decided(single.chainId)).items).toMatchObject([{ id, outcome: 'took-effect', approvals: [{ seat: 0 }] }]);
  }, SLOW);
});
