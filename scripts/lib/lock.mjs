// Locks by abstract sockets: the kernel lets go of them whatever ends the holder, so nothing stale is ever left behind.
import { createHash } from 'node:crypto';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** @param {string} purpose what is locked @returns {string} */
function socketName(purpose) {
  return `\0bystack-${createHash('sha256').update(purpose).digest('hex').slice(0, 32)}`;
}

/**
 * @param {string} purpose @param {() => object} describe told to whoever comes second
 * @returns {Promise<import('node:net').Server | undefined>} the lock (close it to let go); undefined: somebody else holds it
 */
export function tryLock(purpose, describe = () => ({})) {
  const server = createServer((peer) => peer.on('error', () => {}).end(JSON.stringify(describe())));
  return new Promise((settle, fail) => {
    server.once('error', (error) => (error.code === 'EADDRINUSE' ? settle(undefined) : fail(error)));
    server.listen(socketName(purpose), () => settle(server.unref()));
  });
}

/** @param {string} purpose @returns {Promise<object>} what the holder says about itself; empty when it does not answer */
export async function askHolder(purpose) {
  const text = await new Promise((settle) => {
    let said = '';
    const peer = connect(socketName(purpose)).setTimeout(2000, () => peer.destroy());
    peer.on('data', (chunk) => (said += chunk)).on('error', () => {}).on('close', () => settle(said));
  });
  return text ? JSON.parse(text) : {};
}

/** Does `work` alone, after whoever else does it now. @template T @param {string} purpose @param {() => Promise<T>} work @param {(line: string) => void} say @returns {Promise<T>} */
export async function alone(purpose, work, say) {
  let lock;
  for (let waited = 0; !(lock = await tryLock(purpose)); waited += 1) {
    if (waited === 20) say('waiting for another process that installs or builds here …');
    await sleep(100);
  }
  try {
    return await work();
  } finally {
    lock.close();
  }
}
