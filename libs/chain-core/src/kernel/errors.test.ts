import { KERNEL_ERRORS } from './errors';

test('refusals count seats from 1 where people read it', () => {
  const words = Object.values(KERNEL_ERRORS).flatMap(({ words: { en, zh } }) => [en, zh]);
  expect(words.filter((text) => text.includes('{seat}'))).toEqual([]);
  expect(words.filter((text) => text.includes('{seat+1}')).length).toBeGreaterThan(10);
});
