import { toHex, type Bytes } from '@bystack/chain-core/module';

export type Curve = 'P-256' | 'P-384';

/** y² = x³ − 3x + b over p; `order` is that of the base point (FIPS 186-4, D.1.2). */
const CURVES: Readonly<Record<Curve, { readonly p: bigint; readonly b: bigint; readonly order: bigint }>> = {
  'P-256': {
    p: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
    order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  },
  'P-384': {
    p: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffffn,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
    order: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  },
};

export function isOnCurve({ curve, x, y }: { readonly curve: Curve; readonly x: Bytes; readonly y: Bytes }): boolean {
  const { p, b } = CURVES[curve];
  const [u, v] = [number(x), number(y)];
  return u < p && v < p && (v * v - (u * u * u - 3n * u + b)) % p === 0n;
}

/** Whether r and s are numbers that a signature can have. */
export function isInRange(curve: Curve, scalar: bigint): boolean {
  return scalar > 0n && scalar < CURVES[curve].order;
}

function number(bytes: Bytes): bigint {
  return BigInt(`0x${toHex(bytes)}`);
}
