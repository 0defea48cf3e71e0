// Starts the control plane in its container. The database's password comes from a file; what it says on its first line holds one-time
// secrets, so it goes to files that only their readers see, never to the container's log.
const { spawn } = require('node:child_process');
const { readFileSync, renameSync, writeFileSync } = require('node:fs');
const { createInterface } = require('node:readline');

const password = readFileSync('/secrets/postgres-password', 'utf8').trim();
const { POSTGRES_HOST = 'postgres', PUBLIC_URL = 'http://127.0.0.1:7070' } = process.env;
const DATABASE_URL = `postgres://bystack:${password}@${POSTGRES_HOST}:5432/bystack`;
const program = spawn(process.execPath, ['/app/dist/apps/control-plane/src/main.js'], { env: { ...process.env, DATABASE_URL }, stdio: ['ignore', 'pipe', 'inherit'] });
for (const name of ['SIGTERM', 'SIGINT']) process.on(name, () => program.kill(name));
program.on('exit', (code) => process.exit(code ?? 1));

createInterface({ input: program.stdout }).on('line', (line) => {
  const said = JSON.parse(line);
  if (!said.ready) return console.log(line);
  // Readable by the agent's container, which has no right to look past file modes; the volume is theirs alone.
  keep('/join/token', said.localJoinToken, 0o444);
  if (!said.setupUrl) return console.log(`The console answers at ${PUBLIC_URL}.`);
  keep('/tmp/setup-url', said.setupUrl.replace(said.url, PUBLIC_URL), 0o400);
  console.log(`The console answers at ${PUBLIC_URL}. For the one-time link: docker compose exec control-plane /bin/node /app/deploy/setup-link.cjs`);
});

function keep(file, text, mode) {
  writeFileSync(`${file}.new`, text, { mode });
  renameSync(`${file}.new`, file);
}
