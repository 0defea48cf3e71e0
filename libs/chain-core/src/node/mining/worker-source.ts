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
parentPort.on('message', ({ job, input, from }) => {
  // Threads share the nonces by the high half.
  for (let high = Math.floor(from / 0x100000000), low = from % 0x100000000; high < 0x200000; high += threads, low = 0) {
    for (; low < 0x100000000 - chunk; low += chunk) {
      if (Atomics.load(shared, 0) !== job) return;
      words.set(input);
      words[10] = high;
      const found = search(low, low + chunk) >>> 0;
      count(Math.min(found, low + chunk) - low + 4);
      // It goes on when it is told to: where work is easy there would be more than anybody can look at.
      if (found < low + chunk) return parentPort.postMessage({ job, nonce: high * 0x100000000 + found });
    }
  }
});
`;
