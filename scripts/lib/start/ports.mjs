import { createServer } from 'node:net';

/** @param {number} port @returns {Promise<boolean>} whether nobody listens there (a moment ago). */
export function isFree(port, host = '127.0.0.1') {
  return new Promise((settle) => {
    const probe = createServer().once('error', () => settle(false));
    probe.listen(port, host, () => probe.close(() => settle(true)));
  });
}
