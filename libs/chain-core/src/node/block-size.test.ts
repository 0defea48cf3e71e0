import { BlockSize } from './block-size';

test('starts with what the chain allows, shrinks at once when the machine is slow, and grows back little by little', () => {
  const size = new BlockSize({ executeMs: 60, transactionsMax: 2_000 });
  expect(size.transactions).toBe(2_000);
  for (let i = 0; i < 50; i += 1) size.executed(500, 25);
  expect(size.transactions).toBe(1_200);
  for (let i = 0; i < 3; i += 1) size.executed(500, 500);
  expect(size.transactions).toBeLessThan(200);
  size.executed(500, 25);
  expect(size.transactions).toBeLessThan(200);
  for (let i = 0; i < 100; i += 1) size.executed(500, 25);
  expect(size.transactions).toBeGreaterThan(1_100);
});

test('never asks for less than a few, however slow the machine', () => {
  const size = new BlockSize({ executeMs: 60, transactionsMax: 2_000 });
  for (let i = 0; i < 20; i += 1) size.executed(30, 60_000);
  expect(size.transactions).toBeGreaterThanOrEqual(20);
});
