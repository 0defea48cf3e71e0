import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sha256 } from '@noble/hashes/sha2.js';
import { sha256dJob, sha256dModule } from '@bystack/chain-core/node/mining/sha256d-search';
import { keyPairFromSeed } from '@bystack/chain-core/crypto/sign';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { nativeOutput } from '@bystack/chain-core/protocol/coinbase';
import { coinbaseId, ZERO_HASH } from '@bystack/chain-core/protocol/ids';
import { signTransaction } from '@bystack/chain-core/protocol/sign-transaction';
import { percentile, round } from '../support/bench';
import type { Bench } from '../support/bench';
import { startNodes } from './chain-nodes';
import { hashInC } from './sha256d-c';

/** What of it is used here; the compiler's library for Node has no types of it. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: { search(from: number, end: number): number; readonly memory: { readonly buffer: ArrayBuffer } } };
};

const CHUNK = 65_536;
const ROUNDS = 4;
/** A nonce at a time, and four side by side. */
const PLAIN = [['-O3', '-DLANES=1'], ['-O3', '-DLANES=4']];
const TUNED = ['-O3', '-march=native', '-DLANES=4'];
const FUNDS = 1_000n;
/** As `open-competition` founds chains by default. */
const DEVELOPMENT = { workFunction: 'sha256d', targetSpacingMs: 10_000, initialWork: 200_000, leastWork: 20_000, retargetBlocks: 60, futureMsMax: 120_000, finalDepth: 12 } as const;
const LIMITS = { blockBytesMax: 256 * 1024, transactionBytesMax: 64 * 1024 };

/** How fast one mining thread hashes beside the same loop in C, and how soon a fresh chain has a block and pays. */
export const bench: Bench = async ({ seconds, runs, log }) => {
  const roundSeconds = Math.max(0.5, Math.min(2, seconds / 16));
  const job = sha256dJob(Buffer.concat([createHash('sha512').update('80 bytes').digest(), Buffer.alloc(16, 7)]), 0, 0n);
  log(`one thread hashes in WebAssembly and in C, ${ROUNDS} times in turn`);
  const rounds = Array.from({ length: ROUNDS }, () => ({
    wasm: hashInWasm(job, roundSeconds),
    native: Math.max(...PLAIN.map((options) => hashInC(job, roundSeconds, options) ?? 0)),
    tuned: hashInC(job, roundSeconds, TUNED) ?? 0,
  }));
  // What else runs on the machine takes speed away and gives none: the best of each is what the machine can.
  const best = (of: 'wasm' | 'native' | 'tuned') => Math.max(...rounds.map((round) => round[of]));
  const hashesPerSecond = best('wasm');
  const native = best('native') || hashInNpm(roundSeconds);
  const firsts = [];
  for (let run = 0; run < Math.min(runs, 5); run += 1) firsts.push(await firstBlock(log));
  return {
    hashesPerSecond: Math.round(hashesPerSecond),
    shareOfNative: round(hashesPerSecond / native),
    nativeHashesPerSecond: Math.round(native),
    /** The compiler may use all that this very processor can. */
    tunedHashesPerSecond: Math.round(best('tuned')),
    isComparedToC: best('native') > 0 ? 1 : 0,
    blockMsFirst: round(percentile(firsts.map(({ blockMs }) => blockMs), 0.5)),
    blockMsFirstMax: round(Math.max(...firsts.map(({ blockMs }) => blockMs))),
    paidMsFirst: round(percentile(firsts.map(({ paidMs }) => paidMs), 0.5)),
  };
};

/** A second of this thread's CPU. What it runs is exactly what mining threads run. */
function hashInWasm(job: Uint32Array, seconds: number): number {
  const { search, memory } = new WebAssembly.Instance(new WebAssembly.Module(sha256dModule())).exports;
  new Uint32Array(memory.buffer).set(job);
  return rate(seconds, (from) => {
    search(from, from + CHUNK);
    return CHUNK;
  });
}

/** The fastest of the registry's that runs everywhere. */
function hashInNpm(seconds: number): number {
  const header = new Uint8Array(80);
  return rate(seconds, () => {
    for (let i = 0; i < 1_000; i += 1) sha256(sha256(header));
    return 1_000;
  });
}

function rate(seconds: number, work: (from: number) => number): number {
  const cpuSeconds = () => process.cpuUsage().user / 1e6;
  for (let warm = 0; warm < 20; warm += 1) work(0);
  const began = cpuSeconds();
  let hashes = 0;
  while (cpuSeconds() - began < seconds) hashes += work(hashes % 0x40000000);
  return hashes / (cpuSeconds() - began);
}

/** From the start of a new chain's only node until its first block, and until what genesis gave somebody is paid out of. */
async function firstBlock(log: (line: string) => void): Promise<{ blockMs: number; paidMs: number }> {
  const owner = keyPairFromSeed(new Uint8Array(32).fill(9));
  const coinbase = { reward: '50', halvingBlocks: 0, maturityBlocks: 10, allocations: [{ publicKey: toHex(owner.publicKey), amount: String(FUNDS) }] };
  const began = performance.now();
  const { chain, nodes, stop } = await startNodes({ validators: 0, observers: 1, pow: { ...DEVELOPMENT, coinbase }, limits: LIMITS });
  const servesMs = performance.now() - began;
  try {
    const node = nodes[0];
    const nowMs = Date.now();
    const input = { kind: 'spend' as const, outPoint: { txId: coinbaseId(chain.chainId, 0, ZERO_HASH), index: 0 } };
    const payment = signTransaction(chain.chainId, { validFromMs: nowMs - 5_000, validUntilMs: nowMs + 60_000, salt: 1, calls: [], inputs: [input], outputs: [nativeOutput(chain.chainId, FUNDS, owner.publicKey)] }, [owner]);
    const paid = node.call('POST', '/transactions?wait=head&timeoutMs=60000', { body: payment.bytes, type: 'application/octet-stream' }).then((answer) => {
      if (answer.status !== 200) throw new Error(`the payment was not recorded: ${answer.body.toString()}`);
      return performance.now() - began;
    });
    while ((await node.call('GET', '/status')).json().headHeight < 1) await sleep(10);
    const blockMs = performance.now() - began;
    log(`it serves after ${Math.round(servesMs)} ms, first block after ${Math.round(blockMs)} ms`);
    return { blockMs, paidMs: await paid };
  } finally {
    await stop();
  }
}
