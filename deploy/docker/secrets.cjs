// Makes every secret the installation needs, once. Nothing has a default password, and a secret that is there is never replaced.
const { randomBytes } = require('node:crypto');
const { existsSync, renameSync, writeFileSync } = require('node:fs');

for (const name of ['postgres-password']) {
  const file = `/secrets/${name}`;
  if (existsSync(file)) continue;
  writeFileSync(`${file}.new`, randomBytes(32).toString('hex'), { mode: 0o400, flush: true });
  renameSync(`${file}.new`, file);
  console.log(`made ${name}`);
}
