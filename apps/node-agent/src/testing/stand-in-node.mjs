// Honours a chain node's contract with the agent (folder, ready line, RPC with token, exit codes) and nothing else, so that the agent's
// own tests are quick and can make a node misbehave: data/behave.json may hold {"exitCode": n} (at start) or {"silent": true}.
import { createServer } from 'node:http';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer as createSocketServer } from 'node:net';
import { join } from 'node:path';

const folder = process.argv[process.argv.indexOf('--dir') + 1];
const read = (name) => readFileSync(join(folder, name), 'utf8');
const settings = JSON.parse(read('node.json'));
const behave = existsSync(join(folder, 'data/behave.json')) ? JSON.parse(read('data/behave.json')) : {};
for (const key of ['node.key', 'voting.key']) if (!/^[0-9a-f]{64}$/.test(read(`keys/${key}`))) process.exit(64);
if (process.cwd() !== folder || process.env.TZ !== 'UTC') process.exit(64);
if (behave.exitCode !== undefined) {
  console.log('{"level":60,"msg":"told to end"}');
  process.exit(behave.exitCode);
}
writeFileSync(join(folder, 'data/starts'), `${process.pid}\n`, { flag: 'a' });

const status = () => ({
  chainId: 'c', name: 'stand-in', softwareVersion: '0', seat: 0, startedAtMs: 0, headHeight: 7, finalHeight: 7, finalBlockId: 'b', finalTimeMs: 1, view: 1, leader: 0,
  peers: JSON.parse(read('peers.json')).map((peer) => ({ ...peer, seat: null, connected: true, finalHeight: 7 })), mempool: { transactions: 0, bytes: 0 }, syncing: false, rssBytes: 1,
  ...(existsSync(join(folder, 'seen.json')) && JSON.parse(read('seen.json')) !== null && { recovery: { isPrepared: false, needed: 3, seenBefore: JSON.parse(read('seen.json')) } }),
});

const rpc = createServer((request, response) => {
  if (request.headers.authorization !== `Bearer ${read('rpc.token')}`) return response.writeHead(401).end();
  if (request.url === '/status') return response.end(JSON.stringify(status()));
  if (request.url === '/say') {
    console.log('{"level":30,"msg":"said"}');
    return response.end();
  }
  if (request.url === '/health') return response.end('ok');
  if (request.url === '/hang') return undefined;
  if (request.url === '/big') return response.end(Buffer.alloc(64 << 20));
  if (request.url === '/events') return void events(response);
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => response.writeHead(request.url === '/echo' ? 200 : 404, { 'x-method': request.method }).end(Buffer.concat(chunks)));
});

function events(response) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  let n = 0;
  const timer = setInterval(() => response.write(`data: ${(n += 1)}\n\n`), 5);
  response.on('close', () => {
    clearInterval(timer);
    writeFileSync(join(folder, 'data/events-closed'), String(n));
  });
}

const peers = createSocketServer();
peers.on('error', (error) => process.exit(error.code === 'EADDRINUSE' ? 65 : 70));
peers.listen(settings.listen.port, settings.listen.host, () => {
  rpc.listen(settings.rpc.port, settings.rpc.host, () => {
    if (!behave.silent) console.log(JSON.stringify({ ready: true, listenPort: settings.listen.port, rpcPort: rpc.address().port }));
    console.log('{"level":30,"msg":"serving"}');
  });
});
process.on('SIGTERM', () => {
  console.log('{"level":30,"msg":"closing"}');
  if (!behave.deaf) process.exit(0);
});
