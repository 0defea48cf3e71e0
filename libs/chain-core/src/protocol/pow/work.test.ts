import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { toHex } from '../../primitives/bytes';
import { supplyAt, rewardAt } from '../coinbase';
import { encodeHeader } from '../codec';
import type { BlockHeader } from '../block';
import { anyHeader } from '../../testing/arbitraries';
import { workFault } from './check-work';
import { workPreimage, PREIMAGE_BYTES } from './preimage';
import { initialBits, nextBits, type PaceParameters } from './retarget';
import { bitsOfTarget, targetOfBits, targetOfWork, workOfBits } from './target';
import { meetsTarget, WORK_FUNCTIONS } from './work-function';

const parameters: PaceParameters = { targetSpacingMs: 1_000, initialWork: 1 << 20, leastWork: 1 << 10, retargetBlocks: 20 };
const anyTarget = fc.bigInt({ min: 1n, max: 2n ** 256n - 1n });

describe('compact targets', () => {
  // Bitcoin's own: genesis, a block of 2010 whose mantissa would have the sign bit, and block 800,000.
  it.each([
    [0x1d00ffff, '00000000ffff0000000000000000000000000000000000000000000000000000'],
    [0x1b0404cb, '00000000000404cb000000000000000000000000000000000000000000000000'],
    [0x17053894, '0000000000000000000538940000000000000000000000000000000000000000'],
  ])('%i mean what they mean in Bitcoin', (bits, hex) => {
    expect(targetOfBits(bits)).toBe(BigInt(`0x${hex}`));
    expect(bitsOfTarget(targetOfBits(bits))).toBe(bits);
  });

  it('round down, by less than one part in 2^15, and are stable', () => {
    fc.assert(fc.property(anyTarget, (target) => {
      const bits = bitsOfTarget(target);
      const rounded = targetOfBits(bits);
      expect(rounded <= target && (target - rounded) << 15n < target).toBe(true);
      expect(bitsOfTarget(rounded)).toBe(bits);
    }));
  });

  it.each([0, 0x21010000, 0x00800000, 0x20800000, 0xff7fffff])('%i mean a target that nothing meets', (bits) => {
    expect(targetOfBits(bits)).toBe(0n);
  });

  it('take the work they were made for', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 2 ** 52 }), (work) => {
      const taken = workOfBits(bitsOfTarget(targetOfWork(work)));
      expect(taken >= BigInt(work) && taken <= (BigInt(work) * 10_001n) / 10_000n + 1n).toBe(true);
    }));
  });
});

describe('work follows the pace', () => {
  const after = (taken: number, bits = initialBits(parameters)) => nextBits(parameters, { height: 5, timeMs: 10_000_000 + taken, parentTimeMs: 10_000_000, bits });
  const share = (bits: number) => Number((workOfBits(bits) * 1000n) / workOfBits(initialBits(parameters))) / 1000;

  it.each([[1_000, 1], [1, 20 / 19], [11_000, 2 / 3], [21_000, 0.5], [1e12, 0.5]])('a block that took %i ms leaves a share of %d', (taken, expected) => {
    expect(share(after(taken))).toBeCloseTo(expected, 2);
  });

  it('never asks for less than the least, and begins with the initial work however old genesis is', () => {
    expect(workOfBits(after(1e12, bitsOfTarget(targetOfWork(1 << 10)))) >= BigInt(1 << 10)).toBe(true);
    for (const height of [0, 1]) expect(nextBits(parameters, { height, timeMs: 1e12, parentTimeMs: 0, bits: 1 })).toBe(initialBits(parameters));
  });

  it.each([1 / 50, 1 / 4, 1, 4, 50])('comes back to the pace when the hash rate is %d times what it was', (rate) => {
    let [bits, timeMs, parentTimeMs] = [initialBits(parameters), 1e9, 1e9 - 1_000];
    const spacing = (n: number) => Math.max(1, Math.round((Number(workOfBits(bits)) / (1 << 20) / rate) * 1_000 * (n % 2 === 0 ? 0.5 : 1.5)));
    for (let n = 0; n < 200; n += 1) {
      bits = nextBits(parameters, { height: 10 + n, timeMs, parentTimeMs, bits });
      [timeMs, parentTimeMs] = [timeMs + spacing(n), timeMs];
    }
    expect(Number(workOfBits(bits)) / (1 << 20) / rate).toBeGreaterThan(0.85);
    expect(Number(workOfBits(bits)) / (1 << 20) / rate).toBeLessThan(1.15);
  });
});

describe('the 80 bytes', () => {
  const sealed = anyHeader.filter((header): header is BlockHeader & { work: object } => header.work !== undefined);
  it('commit to every bit of the header', () => {
    fc.assert(fc.property(sealed, fc.nat(304 * 8 - 1), (header, bit) => {
      const bytes = encodeHeader(header);
      const changed = Uint8Array.from(bytes, (byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      expect(workPreimage(bytes, header.parentId)).toHaveLength(PREIMAGE_BYTES);
      expect(toHex(workPreimage(changed, header.parentId))).not.toBe(toHex(workPreimage(bytes, header.parentId)));
    }));
  });

  it('are hashed twice', () => {
    const twice = createHash('sha256').update(createHash('sha256').update(new Uint8Array(80)).digest()).digest();
    expect(toHex(WORK_FUNCTIONS.sha256d(new Uint8Array(80)))).toBe(twice.toString('hex'));
    const number = BigInt(`0x${twice.toString('hex')}`);
    expect([meetsTarget(twice, number), meetsTarget(twice, number - 1n)]).toEqual([true, false]);
  });

  it('make a header good when somebody searched, and only then', () => {
    const easy = { ...parameters, engine: 'pow', workFunction: 'sha256d', initialWork: 16, leastWork: 16, futureMsMax: 1_000, finalDepth: 6, coinbase: { reward: '0', halvingBlocks: 0, maturityBlocks: 1, allocations: [] } } as const;
    fc.assert(fc.property(sealed.filter(({ timeMs }) => timeMs > 0), ({ height: _, ...header }) => {
      const parent = { height: 0, timeMs: header.timeMs - 1, parentTimeMs: 0, bits: 0 };
      const faultOf = (nonce: number, fields: object = {}) => {
        const tried = { ...header, height: 1, ...fields, work: { ...header.work, bits: initialBits(easy), nonce } } as BlockHeader;
        return workFault(tried, encodeHeader(tried), parent, easy, initialBits(easy));
      };
      let nonce = 0;
      while (faultOf(nonce) === 'HASH') nonce += 1;
      expect([faultOf(nonce), faultOf(nonce, { height: 2 }), faultOf(nonce, { timeMs: parent.timeMs })]).toEqual([undefined, 'HEIGHT', 'TIME']);
      const lighter = { ...header, height: 1, work: { ...header.work, bits: 0x207fffff, nonce } } as BlockHeader;
      expect(workFault(lighter, encodeHeader(lighter), parent, easy, initialBits(easy))).toBe('BITS');
      const { work: __, ...bare } = { ...header, height: 1 };
      expect(workFault(bare as BlockHeader, encodeHeader(bare as BlockHeader), parent, easy, initialBits(easy))).toBe('NO_WORK_SEAL');
    }), { numRuns: 20 });
  });
});

describe('rewards', () => {
  const coinbase = { reward: '50', halvingBlocks: 10, maturityBlocks: 1, allocations: [{ publicKey: 'ab'.repeat(32), amount: '7' }] };
  it('halve, end, and add up', () => {
    expect([0, 1, 10, 11, 20, 21, 61, 1e9].map((height) => rewardAt(coinbase, height))).toEqual([0n, 50n, 50n, 25n, 25n, 12n, 0n, 0n]);
    for (const schedule of [coinbase, { ...coinbase, halvingBlocks: 0 }, { ...coinbase, reward: '0' }]) {
      let sum = 7n;
      for (let height = 0; height < 80; height += 1) {
        sum += rewardAt(schedule, height);
        expect(supplyAt(schedule, height)).toBe(sum);
      }
    }
  });
});
