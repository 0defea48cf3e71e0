import { execFileSync } from 'node:child_process';
import { garbageFlags } from './garbage-flags';

test('on one or two cores V8 collects garbage on the thread that made it, and takes the flag for that', () => {
  expect([1, 2, 3, 16].map((cores) => garbageFlags(cores).length)).toEqual([1, 1, 0, 0]);
  expect(execFileSync(process.execPath, [...garbageFlags(1), '-p', '1 + 1'], { encoding: 'utf8' })).toBe('2\n');
});
