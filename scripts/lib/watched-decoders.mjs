// Decoders in a thread of their own, which tells each input before it decodes it: so one that hangs is seen, with what it hangs on.
import { Worker } from 'node:worker_threads';

const INPUT_BYTES_MAX = 4 * 1024 * 1024;
const NAME_BYTES_MAX = 256;

/** For the thread: what is going to be decoded, by whom. */
export function tellInput(shared, decoder, bytes) {
  shared.decoder.fill(0).set(Buffer.from(decoder).subarray(0, NAME_BYTES_MAX));
  shared.input.set(bytes.subarray(0, INPUT_BYTES_MAX));
  shared.counts[1] = bytes.length;
  Atomics.add(shared.counts, 0, 1);
}

/** @param {URL} file runs with `options` and `shared`, and posts its report @returns the report; of a decoder that hangs one that says so */
export async function runWatched(file, options, hangsAfterMs) {
  const shared = { counts: new Int32Array(new SharedArrayBuffer(8)), input: new Uint8Array(new SharedArrayBuffer(INPUT_BYTES_MAX)), decoder: new Uint8Array(new SharedArrayBuffer(NAME_BYTES_MAX)) };
  const worker = new Worker(file, { workerData: { ...options, shared } });
  let watch;
  try {
    return await new Promise((resolve, reject) => {
      worker.once('message', resolve).once('error', reject);
      worker.once('exit', () => reject(new Error('the decoders ended without a report')));
      let seen = -1;
      watch = setInterval(() => {
        const inputs = Atomics.load(shared.counts, 0);
        if (inputs === seen) resolve(hanging(shared, hangsAfterMs));
        seen = inputs;
      }, hangsAfterMs);
    });
  } finally {
    clearInterval(watch);
    await worker.terminate();
  }
}

function hanging({ counts: [inputs, length], input, decoder }, hangsAfterMs) {
  const name = Buffer.from(decoder).toString('utf8').replaceAll('\0', '');
  return { decoders: 0, inputs, accepted: 0, refused: 0, mute: [], found: [{ decoder: name, kind: 'hangs', what: `for ${hangsAfterMs} ms`, input: Buffer.from(input.subarray(0, length)).toString('hex') }] };
}
