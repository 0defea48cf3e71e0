import { invariant } from '../../primitives/refusal';

const TWO_256 = 2n ** 256n;
/** Sign bit of the mantissa, as Bitcoin has it: never set, so three bytes hold 23 bits. */
const MANTISSA_LIMIT = 0x800000n;

/** The number a hash must not exceed; 0 for bits that mean none. */
export function targetOfBits(bits: number): bigint {
  const exponent = bits >>> 24;
  const mantissa = BigInt(bits & 0xffffff);
  if (mantissa >= MANTISSA_LIMIT || exponent > 33) return 0n;
  const target = exponent >= 3 ? mantissa << BigInt(8 * (exponent - 3)) : mantissa >> BigInt(8 * (3 - exponent));
  return target < TWO_256 ? target : 0n;
}

/** The compact form of a target from 1 to 2^256-1, rounded down: the one with the smallest exponent. */
export function bitsOfTarget(target: bigint): number {
  invariant(target > 0n && target < TWO_256, 'a target has 256 bits');
  let exponent = Math.ceil(target.toString(16).length / 2);
  let mantissa = exponent >= 3 ? target >> BigInt(8 * (exponent - 3)) : target << BigInt(8 * (3 - exponent));
  if (mantissa >= MANTISSA_LIMIT) {
    mantissa >>= 8n;
    exponent += 1;
  }
  return exponent * 2 ** 24 + Number(mantissa);
}

/** Hashes that it takes on average to find one that does not exceed the target. */
export function workOfBits(bits: number): bigint {
  return TWO_256 / (targetOfBits(bits) + 1n);
}

/** The target that takes at least so much work. */
export function targetOfWork(work: number): bigint {
  return TWO_256 / BigInt(work) - 1n;
}
