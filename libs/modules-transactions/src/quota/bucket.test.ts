import fc from 'fast-check';
import { take, type Bucket, type Rate } from './bucket';

describe('a token bucket', () => {
  it('lets a burst through, then as many as come back', () => {
    const rate = { perMinute: 60, burst: 3 };
    let bucket: Bucket | undefined;
    const at = (nowMs: number): number => {
      const taken = take(bucket, rate, nowMs);
      if ('retryAfterMs' in taken) return taken.retryAfterMs;
      bucket = taken.after;
      return 0;
    };
    expect([at(1_000), at(1_000), at(1_000), at(1_000), at(1_600), at(2_000), at(2_000)]).toEqual([0, 0, 0, 1_000, 400, 0, 1_000]);
    expect([at(60_000), at(60_000), at(60_000), at(60_000)]).toEqual([0, 0, 0, 1_000]);
  });

  it('never gives more than burst + rate × time, never waits longer than it says, and stays exact', () => {
    const rates = fc.record({ perMinute: fc.integer({ min: 1, max: 1_000_000 }), burst: fc.integer({ min: 1, max: 1_000_000 }) });
    fc.assert(fc.property(rates, fc.array(fc.integer({ min: 0, max: 120_000 }), { minLength: 1, maxLength: 60 }), (rate: Rate, steps) => {
      let bucket: Bucket | undefined;
      let nowMs = 1_800_000_000_000;
      const start = nowMs;
      let taken = 0;
      for (const step of steps) {
        nowMs += step;
        const answer = take(bucket, rate, nowMs);
        if ('after' in answer) {
          bucket = answer.after;
          taken += 1;
          expect(Number.isSafeInteger(bucket.parts) && bucket.parts >= 0).toBe(true);
        } else {
          expect('after' in take(bucket, rate, nowMs + answer.retryAfterMs)).toBe(true);
          expect('after' in take(bucket, rate, nowMs + answer.retryAfterMs - 1)).toBe(false);
        }
        expect(taken * 60_000).toBeLessThanOrEqual(rate.burst * 60_000 + (nowMs - start) * rate.perMinute);
      }
    }));
  });

  it('survives centuries and clocks that stand still', () => {
    const taken = take({ parts: 0, atMs: 0 }, { perMinute: 1_000_000, burst: 1_000_000 }, Number.MAX_SAFE_INTEGER);
    expect(taken).toEqual({ after: { parts: 59_999_940_000, atMs: Number.MAX_SAFE_INTEGER } });
    expect(take({ parts: 0, atMs: 5_000 }, { perMinute: 60, burst: 1 }, 4_000)).toEqual({ retryAfterMs: 1_000 });
  });
});
