import type { Approved, CreatedChain, HostView, NodeView, Operation, Page, Rejected, SubmissionView } from '@bystack/api';
import { Board } from './testing/board';
import { enrol } from './testing/enrol';
import { eventually } from './testing/eventually';
import { KillablePlane } from './testing/killable-plane';
import { TestAgent } from './testing/test-agent';

/** Kills the real program when a vote is on the chain and its answer is not there yet. */
describe('a control plane killed between the last vote and its answer', () => {
  let plane: KillablePlane;
  let agent: TestAgent;
  let board: Board;

  beforeAll(async () => {
    plane = await KillablePlane.start();
    agent = new TestAgent(await enrol(plane.ready.localJoinToken), { answer: (nodeId, _, path, body) => board.answer(nodeId, path, body) });
    board = new Board();
    await reconnect();
    const { chain, operation } = (await plane.post<CreatedChain>('/chains', { name: 'board', template: 'data-confirmation', validators: 4 }, 'made')).body;
    await eventually(async () => (await plane.get<Operation>(`/operations/${operation.id}`)).state === 'succeeded');
    const nodes = (await plane.get<Page<NodeView>>(`/chains/${chain.chainId}/nodes`)).items;
    found = () => Object.assign((board = new Board()), { chainId: chain.chainId, nodes });
  }, 60_000);
  let found: () => Board;
  beforeEach(() => void found());
  afterAll(async () => {
    agent?.close();
    await plane?.close();
  });

  async function reconnect(): Promise<void> {
    await agent.connect();
    await eventually(async () => (await plane.get<Page<HostView>>('/hosts')).items[0]!.spareKeys > 0);
  }

  const say = <T>(what: string, key: string) => plane.post<T>(`/chains/${board.chainId}/proposals/1/${what}`, {}, key);

  /** Once the chain took the vote of that seat, the program is dead before anybody hears. */
  async function killedAfter(seat: number, what: string, key: string): Promise<void> {
    const dead = new Promise<void>((settle, fail) => {
      board.afterVote = (voter) => (voter === seat ? plane.end('SIGKILL').then(() => settle(), fail) : Promise.resolve());
    });
    const unheard = say(what, key).then(() => true, () => false);
    await dead;
    expect(await unheard).toBe(false);
    board.afterVote = () => Promise.resolve();
    await plane.start();
    await reconnect();
  }

  const labels = (seats: Approved['approved']) => seats.map(({ label }) => label);

  it('answers the repeat of an approval that decided as it would have answered then', async () => {
    await killedAfter(2, 'approvals', 'a');
    expect(board.decided).toHaveLength(1);
    const { status, body } = await say<Approved>('approvals', 'a');
    expect([status, labels(body.approved), body.before, body.proposal]).toEqual([200, ['validator 1', 'validator 3'], [], null]);
    expect(body.decided).toMatchObject({ id: 1, outcome: 'took-effect', firstHeight: 10, outcomeWords: { en: 'It took effect with block 10, after block 9.' }, approvals: [{ seat: 1 }, { seat: 0 }, { seat: 2 }] });
    expect([...board.taken.values()].map(({ seat }) => seat)).toEqual([0, 2]);
    expect((await say('approvals', 'a')).body).toEqual(body);
  }, 60_000);

  it('casts the rest of the votes that were chosen, and no others', async () => {
    await killedAfter(0, 'approvals', 'b');
    expect(board.decided).toEqual([]);
    const { status, body } = await say<Approved>('approvals', 'b');
    expect([status, labels(body.approved), body.decided?.outcome]).toEqual([200, ['validator 1', 'validator 3'], 'took-effect']);
    expect([...board.taken.values()].map(({ seat }) => seat)).toEqual([0, 2]);
  }, 60_000);

  it('says what others decided while it was dead', async () => {
    await killedAfter(0, 'approvals', 'c');
    board.end({ outcome: 'withdrawn' });
    const { status, body } = await say<Approved>('approvals', 'c');
    expect([status, labels(body.approved), body.proposal, body.decided?.outcome]).toEqual([200, ['validator 1'], null, 'withdrawn']);
  }, 60_000);

  it('tells somebody who approves again, with another key, that it is decided, and by whose votes', async () => {
    await killedAfter(2, 'approvals', 'd');
    expect(await say<Approved>('approvals', 'e')).toMatchObject({ status: 200, body: { approved: [], before: [], proposal: null, decided: { outcome: 'took-effect', height: 9, approvals: [{ seat: 1 }, { seat: 0 }, { seat: 2 }] } } });
  }, 60_000);

  it('does the same of votes against, and of a withdrawal', async () => {
    await killedAfter(2, 'rejections', 'f');
    expect(await say<Rejected>('rejections', 'f')).toMatchObject({ status: 200, body: { rejected: [{ seat: 0 }, { seat: 2 }], proposal: null, decided: { outcome: 'rejected' } } });
    found();
    await killedAfter(1, 'withdrawal', 'g');
    expect(await say<SubmissionView>('withdrawal', 'g')).toMatchObject({ status: 200, body: { state: 'final', outcome: { kind: 'accepted' } } });
    expect(board.taken.size).toBe(1);
  }, 60_000);
});
