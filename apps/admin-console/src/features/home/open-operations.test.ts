import type { Operation } from '@bystack/api';
import { openOperations } from './open-operations';

const NOW = 1_000_000_000;
const operation = (id: string, more: Partial<Operation>): Operation => ({
  id,
  kind: 'chain.stop',
  subject: { type: 'chain', id: 'c', name: 'c' },
  state: 'failed',
  startedAtMs: NOW - 2000,
  endedAtMs: NOW - 1000,
  steps: [],
  problem: null,
  ...more,
});

test('what is under way or failed lately waits for somebody; what a newer request replaced does not', () => {
  const operations = [
    operation('runs', { state: 'running', endedAtMs: null }),
    operation('failed', { problem: { code: 'OPERATION_TIMEOUT', detail: '' } }),
    operation('replaced', { problem: { code: 'SUPERSEDED', detail: '' } }),
    operation('long ago', { endedAtMs: NOW - 86_400_000 }),
    operation('done', { state: 'succeeded' }),
  ];
  expect(openOperations(operations, NOW).map(({ id }) => id)).toEqual(['runs', 'failed']);
});
