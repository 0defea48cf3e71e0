import type { Approved, CreatedChain, HostView, NodeView, Operation, Page, Problem, Rejected } from '@bystack/api';
import { Board } from '../../testing/board';
import { enrol } from '../../testing/enrol';
import { eventually } from '../../testing/eventually';
import { TestAgent } from '../../testing/test-agent';
import { TestInstallation } from '../../testing/test-installation';

describe('votes that come at once, or late', () => {
  let home: TestInstallation;
  let agent: TestAgent;
  let board: Board;
  let nodes: readonly NodeView[];

  beforeAll(async () => {
    home = await TestInstallation.start();
    agent = await new TestAgent(await enrol(await home.joinToken()), { answer: (nodeId, _, path, body) => board.answer(nodeId, path, body) }).connect();
    board = new Board();
    await eventually(async () => (await home.call<Page<HostView>>('GET', '/hosts')).body.items[0]!.spareKeys === 16);
    const { chain, operation } = (await home.call<CreatedChain>('POST', '/chains', { name: 'board', template: 'data-confirmation', validators: 4 })).body;
    await eventually(async () => (await home.call<Operation>('GET', `/operations/${operation.id}`)).body.state === 'succeeded');
    nodes = (await home.call<Page<NodeView>>('GET', `/chains/${chain.chainId}/nodes`)).body.items;
    found = () => Object.assign((board = new Board()), { chainId: chain.chainId, nodes });
  });
  let found: () => Board;
  beforeEach(() => void found());
  afterAll(async () => {
    agent.close();
    await home.close();
  });

  const say = <T>(what: string, seats?: readonly number[]) => home.call<T>('POST', `/chains/${board.chainId}/proposals/1/${what}`, seats ? { nodeIds: seats.map((seat) => nodes[seat]!.nodeId) } : {});
  const seatsOf = (seats: Approved['approved']) => seats.map(({ seat }) => seat);

  it('tells each of four seats that approve at once what became of it: none is refused', async () => {
    const answers = await Promise.all([0, 1, 2, 3].map((seat) => say<Approved>('approvals', [seat])));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    for (const [seat, { body }] of answers.entries()) {
      const isBefore = seat === 1; // Whoever proposed it has approved.
      if (isBefore) expect([body.approved, seatsOf(body.before)]).toEqual([[], body.before.length > 0 ? [1] : []]);
      else expect([seatsOf(body.approved), body.before]).toEqual([board.approvals.includes(seat) ? [seat] : [], []]);
      if (body.proposal === null) expect(body.decided).toMatchObject({ outcome: 'took-effect', height: 9, approvals: board.approvals.map((approval) => ({ seat: approval })) });
    }
    expect(answers.some(({ body }) => body.decided !== null)).toBe(true);
    expect(board.approvals).toHaveLength(3);
  });

  it('tells four persons who approve at once that the same votes are recorded, each once', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => say<Approved>('approvals')));
    expect(answers.map(({ status, body }) => [status, body.decided?.outcome])).toEqual(answers.map(() => [200, 'took-effect']));
    expect(answers.flatMap(({ body }) => seatsOf(body.approved)).sort()).toEqual([0, 2]);
    expect(board.approvals).toEqual([1, 0, 2]);
  });

  it('says of a seat that approves once more that it had', async () => {
    expect(await say<Approved>('approvals', [1])).toMatchObject({ status: 200, body: { approved: [], before: [{ label: 'validator 2' }], proposal: { state: 'open', approvals: [{ seat: 1 }] }, decided: null } });
    await say('rejections', [3]);
    expect(await say<Rejected>('rejections', [3])).toMatchObject({ status: 200, body: { rejected: [], before: [{ seat: 3 }], proposal: { rejections: [{ seat: 3 }] } } });
  });

  it('leaves seats that are against it so while others approve, until they are named', async () => {
    board.rejections = [0];
    expect(seatsOf((await say<Approved>('approvals')).body.approved)).toEqual([2, 3]);
    [board.approvals, board.rejections, board.decided] = [[1, 0], [2, 3], []];
    const { status, body } = await say<Problem>('approvals');
    expect([status, body.code, body.field, body.facts]).toEqual([409, 'VOTED_AGAINST', '/nodeIds', { seats: 'validator 3, validator 4' }]);
    expect(body.detail).toBe('None of your validators that run is left to approve: validator 3, validator 4 voted against. A vote is changed only if its node is named.');
    expect([board.approvals, board.rejections]).toEqual([[1, 0], [2, 3]]);
    expect(seatsOf((await say<Approved>('approvals', [2])).body.approved)).toEqual([2]);
  });

  it('leaves seats that approve it so while others are against, until they are named', async () => {
    board.approvals = [1, 0];
    expect(seatsOf((await say<Rejected>('rejections')).body.rejected)).toEqual([2, 3]);
    [board.approvals, board.rejections, board.decided] = [[0, 1, 3], [2], []];
    expect(await say<Problem>('rejections')).toMatchObject({ status: 409, body: { code: 'VOTED_FOR', facts: { seats: 'validator 1, validator 2, validator 4' } } });
    expect(board.rejections).toEqual([2]);
    expect(seatsOf((await say<Rejected>('rejections', [1])).body.rejected)).toEqual([1]);
  });

  it('refuses whoever comes late and wanted something else, and says what was decided', async () => {
    await say('approvals');
    const { status, body } = await say<Problem>('rejections');
    expect([status, body.code, body.detail, body.facts]).toEqual([409, 'PROPOSAL_OVER', 'Proposal 1 waits for no votes any more. It took effect with block 10, after block 9.', { proposal: 1, outcome: 'took-effect', height: 9 }]);
  });
});
