import { createHash } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BlockSummary, ChainView, CommitteeView, CreatedChain, HostView, NodeView, Operation, Page, Problem, ProposalMade, ProposalView, SubmissionView } from '@bystack/api';
import { ApiProblem, readTrust, verifyOffline, whatWasProved } from '@bystack/sdk';
import { expectBlocksKeptComing, whileRecording, type Recorded } from '../support/load';
import { Person, until } from '../support/person';
import { startStack, type Stack } from '../support/stack';
import { untilFinal, type Standing } from '../support/votes';

const ROOT = resolve(__dirname, '../..');
const PROGRAM = join(ROOT, 'dist/programs/chain-node/main.cjs');
const SLOW = 240_000;

let stack: Stack;
let owner: Person;
let home: string;
let cellar: ChildProcess;
let chainId: string;

beforeAll(async () => {
  stack = await startStack();
  home = mkdtempSync(join(tmpdir(), 'bystack-committee-'));
  owner = new Person(stack, (await stack.owner()).apiKey, home);
}, SLOW);
afterAll(async () => {
  // Nodes outlive their agent: should the test have failed before its end, the chain is deleted here.
  if (chainId) await owner.bystack('chains', 'delete', 'Board', '--confirm', 'Board').catch(() => undefined);
  cellar?.kill('SIGTERM');
  await stack?.stop();
  rmSync(home, { recursive: true, force: true });
}, SLOW);

const committee = () => owner.get<CommitteeView>(`/chains/${chainId}/committee`);
const nodes = async () => (await owner.get<Page<NodeView>>(`/chains/${chainId}/nodes`)).items;
const labels = ({ seats }: CommitteeView) => seats.map(({ label }) => label);
const proposals = async () => (await owner.get<Page<ProposalView>>(`/chains/${chainId}/proposals`)).items;
const record = (title: string) => owner.ask<SubmissionView>('POST', `/chains/${chainId}/submissions`, { module: 'rule-book', command: 'act', payload: { command: 'claim', data: { hash: createHash('sha256').update(title).digest('hex'), salted: true, title } }, wait: 'final' });

const recordOne = (what: string) => (n: number) =>
  untilFinal(
    record(`${what} ${n}`).then(({ status, body }) => (status === 200 ? body : Promise.reject(new ApiProblem(body as unknown as Problem)))),
    (txId) => owner.get<Standing>(`/chains/${chainId}/transactions/${txId}`),
  );

async function expectNothingLost(recorded: Recorded): Promise<void> {
  expect(new Set(recorded.fates)).toEqual(new Set(['accepted']));
  await expectBlocksKeptComing((before) => owner.get<Page<BlockSummary>>(`/chains/${chainId}/blocks?before=${before}&limit=100`), recorded);
}

/** A second machine, as a person would add it. */
async function joinCellar(): Promise<string> {
  const { token } = (await owner.ask<{ token: string }>('POST', '/hosts/join-tokens')).body;
  const program = join(ROOT, 'dist/apps/node-agent/src/main.js');
  const args = [program, '--data', join(home, 'cellar'), '--name', 'cellar', '--port-base', String(12_000 + 100 * (process.pid % 200)), '--node-program', PROGRAM];
  cellar = spawn(process.execPath, args, { env: { ...process.env, JOIN_TOKEN: token }, stdio: 'ignore' });
  const host = await until('the second host has spare keys', async () => (await owner.get<Page<HostView>>('/hosts')).items.find(({ name }) => name === 'cellar'), (found) => (found?.spareKeys ?? 0) >= 3);
  return host!.id;
}

describe('the committee of a running chain', () => {
  test('is founded with four', async () => {
    const { body } = await owner.ask<CreatedChain>('POST', '/chains', { name: 'Board', template: 'data-confirmation', validators: 4 });
    chainId = body.chain.chainId;
    await until('the creation is done', () => owner.get<Operation>(`/operations/${body.operation.id}`), ({ state }) => state !== 'running');
    expect(labels(await committee())).toHaveLength(4);
    expect((await record('first')).body).toMatchObject({ state: 'final' });
  }, SLOW);

  test('refuses what would leave nobody, with the sums, before anything is sent', async () => {
    const { status, body } = await owner.ask<Problem>('POST', `/chains/${chainId}/proposals`, { changes: [0, 1, 2, 3].map((seat) => ({ kind: 'remove-seat', seat })) });
    expect({ status, code: body.code, field: body.field }).toEqual({ status: 409, code: 'NO_VALIDATOR_LEFT', field: '/changes' });
    expect(await proposals()).toEqual([]);
  });

  test('grows to seven on another host, once the newcomers have shown to be there', async () => {
    const hostId = await joinCellar();
    const ids: string[] = [];
    for (let i = 0; i < 3; i += 1) {
      const { body } = await owner.ask<Operation>('POST', `/chains/${chainId}/nodes`, { hostId });
      ids.push(body.subject.id);
      await until('the node runs', () => owner.get<Operation>(`/operations/${body.id}`), ({ state }) => state === 'succeeded');
    }
    const made = (await owner.ask<ProposalMade>('POST', `/chains/${chainId}/proposals`, { changes: ids.map((nodeId) => ({ kind: 'add-seat', nodeId })), note: 'room in the cellar' })).body;
    expect(made.proposal).toMatchObject({ id: 1, state: 'open', needed: 3, outlook: { now: { validators: 4, quorum: 3 }, then: { validators: 7, quorum: 5, mayFail: 2 } } });
    await until('all have confirmed', proposals, ([proposal]) => proposal!.newcomers.every(({ isConfirmed }) => isConfirmed));
    const recorded = await whileRecording(recordOne('while they join'), async () => {
      expect(await owner.bystack('chains', 'approve', 'Board', '1')).toContain('Approved by validator 2, validator 3.');
      await until('seven decide', committee, ({ seats }) => seats.length === 7);
    });
    await expectNothingLost(recorded);
    const seven = await committee();
    expect(seven).toMatchObject({ epoch: 1, quorum: 5, mayFail: 2 });
    await until('the chain counts seven', () => owner.get<ChainView>(`/chains/${chainId}`), ({ state, validators, nodesRunning }) => state === 'running' && validators === 7 && nodesRunning === 7);
    expect((await record('second')).body).toMatchObject({ state: 'final' });
  }, SLOW);

  test('renews the voting key of a seat without stopping its node', async () => {
    const before = await committee();
    const node = (await nodes()).find(({ nodeKey }) => nodeKey === before.seats[1]!.nodeKey)!;
    expect((await owner.ask('POST', `/chains/${chainId}/nodes/${node.nodeId}/voting-keys`, {})).status).toBe(200);
    const after = await until('the fresh key votes', committee, ({ epoch }) => epoch === 2);
    expect(after.seats[1]!.votingKey).not.toBe(before.seats[1]!.votingKey);
    expect((await owner.ask<Problem>('POST', `/chains/${chainId}/nodes/${node.nodeId}/voting-keys`, {})).body.code).toBe('KEY_CHANGE_TOO_SOON');
    expect((await nodes()).find(({ nodeId }) => nodeId === node.nodeId)).toMatchObject({ state: 'running', restarts: node.restarts });
  }, SLOW);

  test('goes over to joint signatures once a quorum has registered keys, and its receipts say so offline', async () => {
    expect((await owner.ask<Problem>('POST', `/chains/${chainId}/proposals`, { changes: [{ kind: 'set-consensus', parameters: { certificates: 'bls' } }] })).body.code).toBe('KEYS_MISSING');
    await until('every node says that it votes', nodes, (all) => all.every(({ votes, state }) => votes === true && state === 'running'));
    expect(await owner.bystack('nodes', 'renew-keys', 'Board', '--scheme', 'bls')).toContain('7 keys are registered.');
    const recorded = await whileRecording(recordOne('while proofs change'), async () => {
      await owner.bystack('chains', 'propose', 'Board', '--certificates', 'bls');
      await owner.bystack('chains', 'approve', 'Board', '2');
      await until('joint signatures', committee, ({ scheme }) => scheme === 'bls');
    });
    await expectNothingLost(recorded);
    const { txId } = (await record('third')).body;
    const trust = readTrust(new TextEncoder().encode((await owner.bystack('chains', 'genesis', 'Board')).trimEnd()));
    const proved = whatWasProved(verifyOffline(JSON.stringify(await owner.get(`/chains/${chainId}/receipts/${txId}`)), trust), trust);
    expect(proved).toMatchObject({ handOvers: 3, certificate: { scheme: 'bls', seats: 7, quorum: 5 } });
  }, SLOW);

  test('shrinks again, and a node goes only once it has no seat', async () => {
    await expect(owner.bystack('nodes', 'remove', 'Board', '7')).rejects.toThrow('NODE_HAS_SEAT');
    const made = JSON.parse(await owner.bystack('chains', 'propose', 'Board', '--remove-seat', 'validator 7', '--json')) as ProposalMade;
    expect(made.proposal!.words[0]!.en).toBe('“validator 7” loses its seat.');
    await owner.bystack('chains', 'approve', 'Board', String(made.id));
    await until('six decide', committee, ({ seats }) => seats.length === 6);
    const folder = join(home, 'cellar/nodes');
    expect(readdirSync(folder)).toHaveLength(3);
    expect(await owner.bystack('nodes', 'remove', 'Board', '7')).toContain('Node 7 is removed.');
    expect(existsSync(folder) && readdirSync(folder)).toHaveLength(2);
    await until('the chain counts six', () => owner.get<ChainView>(`/chains/${chainId}`), ({ state, validators }) => state === 'running' && validators === 6);
    expect((await record('fourth')).body).toMatchObject({ state: 'final' });
  }, SLOW);

  test('is deleted on both hosts', async () => {
    expect(await owner.bystack('chains', 'delete', 'Board', '--confirm', 'Board')).toContain('“Board” is deleted.');
    expect(readdirSync(join(home, 'cellar/nodes'))).toEqual([]);
  }, SLOW);
});
