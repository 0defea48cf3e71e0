import type { BlockRef } from '../consensus/engine';
import { EarlyInputs } from './early-inputs';
import { NODE } from './limits';

const bytes = new Uint8Array(0);
const blockAt = (height: number): BlockRef => ({ id: bytes, parentId: bytes, height, view: height, proposer: 0, timeMs: 0, bytes });

test('however many messages come before the start, what this node itself has to say is not lost', () => {
  const early = new EarlyInputs();
  for (let i = 0; i < NODE.inputsBeforeStartMax + 10; i += 1) early.push({ kind: 'message', from: 1, bytes });
  for (let height = 1; height <= 3; height += 1) early.push({ kind: 'advanced', blocks: [], block: blockAt(height), certificate: bytes });
  early.push({ kind: 'work', waiting: true });
  early.push({ kind: 'connected', seat: 2 });
  const taken = early.take();
  expect(taken[0]).toMatchObject({ kind: 'advanced', block: { height: 3 } });
  expect(taken.slice(1, -1)).toHaveLength(NODE.inputsBeforeStartMax);
  expect(taken.at(-1)).toEqual({ kind: 'work', waiting: true });
});
