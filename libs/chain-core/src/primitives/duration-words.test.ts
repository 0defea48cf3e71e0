import { aboutWords, durationWords } from './duration-words';

const MINUTE = 60_000;

test.each<[number | bigint, string, string]>([
  [14 * 1440 * MINUTE, '14 days', ' 14 天'],
  [36 * 60 * MINUTE, '36 hours', ' 36 小时'],
  [90 * MINUTE, '90 minutes', ' 90 分钟'],
  [60 * MINUTE, '1 hour', ' 1 小时'],
  [3_000, '3 seconds', ' 3 秒'],
  [1_500n, '1,500 ms', ' 1,500 毫秒'],
  [1, '1 ms', ' 1 毫秒'],
  [0, '0 seconds', ' 0 秒'],
  [Number.NaN, '0 seconds', ' 0 秒'],
  [-5n, '0 seconds', ' 0 秒'],
  [Number.POSITIVE_INFINITY, '9,007,199,254,740,991 ms', ' 9,007,199,254,740,991 毫秒'],
  [90_000_000n * 86_400_000n, '90,000,000 days', ' 90,000,000 天'],
])('%s ms are exactly %s', (ms, en, zh) => expect(durationWords(ms)).toEqual({ en, zh }));

test.each<[number | bigint, string]>([
  [999, 'less than a second'],
  [1_000.4, '1 second'],
  [1_499n, '1 second'],
  [1_500, '2 seconds'],
  [119_000, '119 seconds'],
  [17.4 * MINUTE, '17 minutes'],
  [60 * MINUTE, '1 hour'],
  [24 * 60 * MINUTE, '1 day'],
  [60.2 * 60 * MINUTE, '3 days'],
])('%s ms are about %s', (ms, en) => expect(aboutWords(ms).en).toBe(en));
