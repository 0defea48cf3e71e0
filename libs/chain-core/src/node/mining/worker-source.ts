/**
 * What a mining thread runs. It is text, not a file, because programs are shipped as one file. `shared` (Int32): 0 the number of the job to work
 * on (0: none), 1 + 2 * thread and the next: hashes this thread has done, low and high half.
 */
export const WORKER_SOURCE = `
const { parentPort, workerData } = require('node:worker_threads');
const { module, shared, thread, threads, chunk } = workerData;
const { search, memory } = new WebAssembly.Instance(new WebAssembly.Module(module)).exports;
const words = new Uint32Array(memory.buffer);
const count = (hashes) => {
  const low = (Atomics.load(shared, 1 + 2 * thread) >>> 0) + hashes;
  if (low > 0xffffffff) Atomics.add(shared, 2 + 2 * thread, 1);
  Atomics.store(shared, 1 + 2 * thread, low | 0);
};
parentPort.on('message', ({ job, input }) => {
  // Threads share the nonces by the high half.
  for (let high = thread; high < 0x200000; high += threads) {
    for (let from = 0; from < 0x100000000 - chunk; from += chunk) {
      if (Atomics.load(shared, 0) !== job) return;
      words.set(input);
      words[10] = high;
      const found = search(from, from + chunk) >>> 0;
      count(Math.min(found, from + chunk) - from + 4);
      if (found < from + chunk) {
        parentPort.postMessage({ job, nonce: high * 0x100000000 + found });
        from = found + 1 - chunk;
      }
    }
  }
});
`;
