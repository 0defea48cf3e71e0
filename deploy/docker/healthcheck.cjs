// Asks the node in this container whether it is well. Exit 0: yes.
const { readFileSync } = require('node:fs');
const { get } = require('node:http');

const { rpc } = JSON.parse(readFileSync('/node/node.json', 'utf8'));
const headers = { authorization: `Bearer ${readFileSync('/node/rpc.token', 'utf8').trim()}` };
get({ host: '127.0.0.1', port: rpc.port, path: '/health', headers, timeout: 4000 }, (answer) => process.exit(answer.statusCode === 200 ? 0 : 1))
  .on('timeout', () => process.exit(1))
  .on('error', () => process.exit(1));
