import type { DesiredNode, SeenBefore } from '@bystack/api';
import { start } from './start';
import type { StepParts } from './step-parts';

test.each([[{ epoch: 1, height: 20, timeMs: 5 }], [undefined]])('a node is told what it was seen with before it starts, also that this is not known any more: %j', async (known: SeenBefore | undefined) => {
  const done: unknown[] = [];
  const runtime = { putSeen: async (_: string, seen: SeenBefore | null) => void done.push(seen), start: async () => void done.push('started') };
  await start({ runtime, seen: { of: () => known } } as unknown as StepParts, { nodeId: 'a' } as DesiredNode);
  expect(done).toEqual([known ?? null, 'started']);
});
