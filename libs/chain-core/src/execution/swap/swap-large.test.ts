import { canonicalText } from '../../codec/json';
import { callOf } from '../../testing/ledger-chain';
import { KernelChain } from '../../testing/kernel-chain';
import { TALLIES } from '../../testing/tally-modules';

const RECORDS = 70_400;
const PER_CALL = 400;
const BLOCKS_MAX = 40;
const change = { kind: 'swap-module', module: 'tally', by: { name: 'late-thrower', version: '1.0.0', parameters: {} } } as const;

jest.setTimeout(600_000);

test('a migration that throws at the 70,000th record leaves the old module where it is, and nothing of what was carried over', () => {
  const chain = new KernelChain(TALLIES, { modules: [{ name: 'tally', version: '1.0.0', params: { step: 1 } }] });
  const add = (from: number) => {
    const names = Array.from({ length: PER_CALL }, (_, i) => `k${String(from + i).padStart(5, '0')}`);
    return chain.sign({ calls: [callOf('kim', 'tally', 'add', canonicalText({ names }))] }, 'kim');
  };
  // Many in one block: a migration keeps up with that, and so comes on faster.
  const addMany = (from: number) => expect(new Set(chain.advance(Array.from({ length: 8 }, (_, i) => add(from + i * PER_CALL))))).toEqual(new Set(['accepted']));
  for (let from = 0; from < RECORDS; from += 8 * PER_CALL) addMany(from);
  expect(chain.propose(0, change)).toBe('accepted');
  for (const seat of [0, 1, 2]) chain.give(seat, 'confirm-modules', { change: 1 });
  expect(chain.approve(1, 1, 2)).toEqual(['accepted', 'accepted']);
  let farthest = 0;
  for (let block = 0; block < BLOCKS_MAX && !chain.said.some(({ name }) => name === 'change-failed'); block += 1) {
    farthest = chain.ask<{ migrating: { entries: number } | null }>('history').migrating?.entries ?? farthest;
    addMany(0);
  }
  expect(chain.said).toMatchObject([{ name: 'change-failed', data: { code: 'MIGRATION_BROKE' } }]);
  expect(farthest).toBeGreaterThan(60_000);
  chain.pass(Math.ceil(RECORDS / 512) + 1);
  expect(chain.ask('history')).toEqual({ set: 0, firstHeights: [1], due: null, migrating: null, emptying: [] });
  expect(chain.advance([add(0)])).toEqual(['accepted']);
});
