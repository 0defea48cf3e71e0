import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The loop that miners run (node/mining/sha256d-search.ts), in C: the midstate of the first 64 bytes is given, the last 16 and the second hash are
 * done for every nonce, and the first word is held against the target's. V is one word, or four of them side by side.
 */
const SOURCE = String.raw`
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#if LANES == 4
typedef uint32_t V __attribute__((vector_size(16)));
#define FIRST(n) ((V){ n, n + 1, n + 2, n + 3 })
#define MEETS(v, t) (((v)[0] <= t) | ((v)[1] <= t) | ((v)[2] <= t) | ((v)[3] <= t))
#define ALL(x) ((V){ x, x, x, x })
#else
typedef uint32_t V;
#define FIRST(n) (n)
#define MEETS(v, t) ((v) <= t)
#define ALL(x) (x)
#endif
static const uint32_t K[64] = { 0x428a2f98,0x71374491,0xb5c0fbcf,0xe9b5dba5,0x3956c25b,0x59f111f1,0x923f82a4,0xab1c5ed5,0xd807aa98,0x12835b01,0x243185be,0x550c7dc3,0x72be5d74,0x80deb1fe,0x9bdc06a7,0xc19bf174,0xe49b69c1,0xefbe4786,0x0fc19dc6,0x240ca1cc,0x2de92c6f,0x4a7484aa,0x5cb0a9dc,0x76f988da,0x983e5152,0xa831c66d,0xb00327c8,0xbf597fc7,0xc6e00bf3,0xd5a79147,0x06ca6351,0x14292967,0x27b70a85,0x2e1b2138,0x4d2c6dfc,0x53380d13,0x650a7354,0x766a0abb,0x81c2c92e,0x92722c85,0xa2bfe8a1,0xa81a664b,0xc24b8b70,0xc76c51a3,0xd192e819,0xd6990624,0xf40e3585,0x106aa070,0x19a4c116,0x1e376c08,0x2748774c,0x34b0bcb5,0x391c0cb3,0x4ed8aa4a,0x5b9cca4f,0x682e6ff3,0x748f82ee,0x78a5636f,0x84c87814,0x8cc70208,0x90befffa,0xa4506ceb,0xbef9a3f7,0xc67178f2 };
static const uint32_t H0[8] = { 0x6a09e667,0xbb67ae85,0x3c6ef372,0xa54ff53a,0x510e527f,0x9b05688c,0x1f83d9ab,0x5be0cd19 };
#define R(x, n) (((x) >> n) | ((x) << (32 - n)))
static inline __attribute__((always_inline)) void rounds(V s[8], V w[16]) {
  V a = s[0], b = s[1], c = s[2], d = s[3], e = s[4], f = s[5], g = s[6], h = s[7];
#pragma GCC unroll 64
  for (int i = 0; i < 64; i += 1) {
    if (i >= 16) {
      V n = w[(i + 1) & 15], l = w[(i + 14) & 15];
      w[i & 15] += (R(n, 7) ^ R(n, 18) ^ (n >> 3)) + w[(i + 9) & 15] + (R(l, 17) ^ R(l, 19) ^ (l >> 10));
    }
    V t = h + (R(e, 6) ^ R(e, 11) ^ R(e, 25)) + (g ^ (e & (f ^ g))) + ALL(K[i]) + w[i & 15];
    V u = (R(a, 2) ^ R(a, 13) ^ R(a, 22)) + ((a & b) | (c & (a | b)));
    h = g; g = f; f = e; e = d + t; d = c; c = b; b = a; a = t + u;
  }
  s[0] = a; s[1] = b; s[2] = c; s[3] = d; s[4] = e; s[5] = f; s[6] = g; s[7] = h;
}
int main(int argc, char **argv) {
  uint32_t job[13];
  for (int i = 0; i < 13; i += 1) job[i] = (uint32_t)strtoul(argv[1 + i], 0, 10);
  double seconds = atof(argv[14]);
  uint32_t found = 0, nonce = 0;
  double hashes = 0;
  clock_t began = clock();
  while ((double)(clock() - began) / CLOCKS_PER_SEC < seconds) {
    for (int k = 0; k < 65536; k += LANES, nonce += LANES) {
      V s[8], w[16];
      for (int i = 0; i < 8; i += 1) s[i] = ALL(job[i]);
      for (int i = 0; i < 3; i += 1) w[i] = ALL(job[8 + i]);
      w[3] = FIRST(nonce);
      w[4] = ALL(0x80000000u);
      for (int i = 5; i < 15; i += 1) w[i] = ALL(0u);
      w[15] = ALL(640u);
      rounds(s, w);
      for (int i = 0; i < 8; i += 1) { w[i] = s[i] + ALL(job[i]); s[i] = ALL(H0[i]); }
      w[8] = ALL(0x80000000u);
      for (int i = 9; i < 15; i += 1) w[i] = ALL(0u);
      w[15] = ALL(256u);
      rounds(s, w);
      V first = s[0] + ALL(H0[0]);
      if (MEETS(first, job[12])) found += 1;
    }
    hashes += 65536;
  }
  printf("%.0f %u\n", hashes / ((double)(clock() - began) / CLOCKS_PER_SEC), found);
  return 0;
}
`;

/** @returns hashes a second of one thread's CPU, by what the compiler was told; undefined where there is no C compiler. */
export function hashInC(job: Uint32Array, seconds: number, options: readonly string[]): number | undefined {
  const dir = mkdtempSync(join(tmpdir(), 'bench-c-'));
  try {
    writeFileSync(join(dir, 'sha256d.c'), SOURCE);
    const { status } = spawnSync('cc', [...options, '-o', join(dir, 'sha256d'), join(dir, 'sha256d.c')], { stdio: 'ignore' });
    if (status !== 0) return undefined;
    return Number(execFileSync(join(dir, 'sha256d'), [...[...job].map(String), String(seconds)], { encoding: 'utf8' }).split(' ')[0]);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
