// `npm start`: from a fresh clone to a running Bystack. Only node's own modules until the dependencies are installed.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Bystack needs Node.js 20.19 or newer; this is ${process.versions.node}. Install a newer one from https://nodejs.org and run \`npm start\` again.`);
  process.exit(1);
}
import('./lib/start/run.mjs').then(({ run }) => run(process.argv.slice(2)));
