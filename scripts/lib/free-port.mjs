import { createServer } from 'node:net';

/** @returns {Promise<number>} a loopback port that was free a moment ago. */
export function freePort() {
  return new Promise((settle, fail) => {
    const probe = createServer().once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => settle(port));
    });
  });
}
