// The data folder: made when it is missing, used by one Bystack at a time.
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, realpathSync } from 'node:fs';
import { connect, createServer } from 'node:net';

/** Makes the folder; root leaves it passable, because PostgreSQL's unprivileged user must reach its own part. */
export function makeDataFolder(folder) {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o711 });
    for (const name of ['logs', 'run']) mkdirSync(`${folder}/${name}`, { recursive: true, mode: 0o700 });
    if (process.getuid?.() === 0) chmodSync(folder, 0o711);
  } catch (error) {
    throw new Error(`The data folder ${folder} cannot be used (${error.code}): choose another with --data.`);
  }
  return realpathSync(folder);
}

/**
 * Holds the folder for this process by an abstract socket: the kernel lets go of it whatever ends us, so nothing stale is ever left behind.
 * Whoever comes second is told who holds it.
 */
export async function lockDataFolder(folder, describe) {
  const name = `\0bystack-${createHash('sha256').update(folder).digest('hex').slice(0, 32)}`;
  const server = createServer((peer) => peer.on('error', () => {}).end(JSON.stringify(describe())));
  const taken = await new Promise((settle, fail) => {
    server.once('error', (error) => (error.code === 'EADDRINUSE' ? settle(true) : fail(error)));
    server.listen(name, () => settle(false));
  });
  if (taken) throw new Error(await whoHolds(name, folder));
  server.unref();
  return server;
}

async function whoHolds(name, folder) {
  const text = await new Promise((settle) => {
    let said = '';
    const peer = connect(name).setTimeout(2000, () => peer.destroy());
    peer.on('data', (chunk) => (said += chunk)).on('error', () => {}).on('close', () => settle(said));
  });
  const { pid, url } = text ? JSON.parse(text) : {};
  return `Bystack is already running on ${folder}${pid ? ` (process ${pid}${url ? `, ${url}` : ', still starting'})` : ''}. Stop it first, or choose another folder with --data.`;
}
