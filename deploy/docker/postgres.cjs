// Starts PostgreSQL in its container: makes the cluster on the first start, then hands signals through. The password is read from a file.
const { spawn, spawnSync } = require('node:child_process');
const { existsSync, renameSync, rmSync } = require('node:fs');

const data = '/var/lib/postgresql/cluster';
const programs = '/opt/postgres/bin';
const env = { PATH: '/bin', TZ: 'UTC', LC_ALL: 'C', HOME: '/tmp' };

if (!existsSync(data)) {
  const making = `${data}.making`;
  rmSync(making, { recursive: true, force: true });
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  run('initdb', ['-D', making, '--username=bystack', '--pwfile=/secrets/postgres-password', '--auth=scram-sha-256', ...locale]);
  run('postgres', ['--single', '-D', making, 'postgres'], 'CREATE DATABASE bystack;\n');
  renameSync(making, data);
}
const hba = '/tmp/pg_hba.conf';
require('node:fs').writeFileSync(hba, 'local all all scram-sha-256\nhost all all all scram-sha-256\n');
const server = spawn(`${programs}/postgres`, ['-D', data, '-c', 'listen_addresses=*', '-c', 'unix_socket_directories=/tmp', '-c', `hba_file=${hba}`], { env, stdio: 'inherit' });
// For PostgreSQL, SIGINT is the quick and clean end; SIGTERM would wait for every client to leave.
for (const name of ['SIGTERM', 'SIGINT']) process.on(name, () => server.kill('SIGINT'));
server.on('exit', (code) => process.exit(code ?? 1));

function run(program, args, input) {
  const { status, stderr } = spawnSync(`${programs}/${program}`, args, { env, input, encoding: 'utf8' });
  if (status === 0) return;
  console.error(stderr);
  process.exit(1);
}
