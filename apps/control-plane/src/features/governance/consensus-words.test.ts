import type { PolicyView } from '@bystack/api';
import { Modules } from '../modules';
import { consensusTold, policyTold } from './consensus-words';
import { namedWords } from './parts-words';

const schemaOf = (name: string) => new Modules().moduleNamed(name)!.params;
const lines = (told: ReturnType<typeof policyTold>, language: 'en' | 'zh' = 'en') => told.map(({ name, value }) => `${name[language]}: ${value[language]}`);

it('tells a committee’s parameters by their titles, and who tells whom', () => {
  const parameters = { engine: 'bft', certificates: 'bls', topology: { kind: 'tree', gateways: 3 }, viewTimerMs: 500, viewTimerMsMax: 3_000, heartbeatMs: 30_000 };
  expect(lines(consensusTold(parameters, schemaOf('member-committee')))).toEqual([
    'Patience with a silent leader: 500 ms', 'The same after repeated failures, at most: 3 seconds', 'A block at least every: 30 seconds', 'How proofs are signed: Joined into one (BLS)',
    'How votes travel: by 3 of the validators, which collect the votes of the others and pass them on',
  ]);
  expect(lines(consensusTold({ ...parameters, topology: { kind: 'mesh' } }, schemaOf('member-committee'))).at(-1)).toBe('How votes travel: every validator tells every other');
  expect(lines(consensusTold({ topology: { kind: 'of the future' }, pace: 3 }, schemaOf('member-committee')))).toEqual(['pace: 3', 'How votes travel: of the future']);
});

it.each([[{ kind: { toString: 1, valueOf: 1 } }, '{"toString":1,"valueOf":1}'], [{ kind: 'tree', gateways: {} }, 'tree'], [[], 'null'], [null, 'null']])('tells also what only a node that lies has: %j', (topology, told) => {
  expect(lines(consensusTold({ topology }, schemaOf('member-committee')))).toEqual([`How votes travel: ${told}`]);
});

it('tells an open competition’s', () => {
  expect(lines(consensusTold({ targetSpacingMs: 10_000, finalDepth: 12, reward: '0' }, schemaOf('open-competition')), 'zh')).toEqual(['约每隔多久出一个区块: 10 秒', '使记录最终确认所需的区块数: 12', '每个区块的奖励: 0']);
});

it('tells what exists from the beginning, and whose it is, by name where that is known', () => {
  const [ours, theirs] = ['7e'.repeat(32), 'ab'.repeat(32)];
  const called = (digits: string) => (digits === ours ? namedWords('Mills', digits) : undefined);
  const told = (keys: readonly string[]) => consensusTold({ allocations: keys.map((publicKey) => ({ publicKey, amount: '5' })) }, schemaOf('open-competition'), { called });
  expect(lines(told([ours]))).toEqual(['What exists from the beginning: (Key = “Mills” (7e7e7e7e…7e7e), Amount = 5)']);
  expect(lines(told([ours]), 'zh')).toEqual(['创世时已有的资产: (密钥 = “Mills”（7e7e7e7e…7e7e）, 数量 = 5)']);
  expect(lines(told([theirs]))).toEqual([`What exists from the beginning: (Key = ${theirs}, Amount = 5)`]);
  expect(lines(told([]))).toEqual(['What exists from the beginning: none']);
});

const policy: PolicyView = { approvalPercent: 67, quorumPercent: 0, expiryMs: 14 * 86_400_000, delayBlocks: 0, validators: 4, needed: 3, quorum: 0 };

it('tells how validators decide, with the numbers', () => {
  expect(lines(policyTold(policy))).toEqual(['Must approve a change: 67 % of the validators: 3 of 4', 'What nobody decides is void after: 14 days', 'What is approved waits: for no block']);
  expect(lines(policyTold({ ...policy, quorumPercent: 75, quorum: 3, delayBlocks: 1 })).slice(1)).toEqual(['Must have voted: 75 % of the validators: 3 of 4', 'What nobody decides is void after: 14 days', 'What is approved waits: for 1 block']);
  expect(lines(policyTold(policy), 'zh')).toEqual(['变更须获批准: 67% 的验证者：4 个中的 3 个', '未决提案失效于: 14 天后', '获批后等待: 无须等待']);
});
