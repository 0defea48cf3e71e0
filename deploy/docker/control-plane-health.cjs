// Well when it is ready to serve.
const { get } = require('node:http');

get({ host: '127.0.0.1', port: process.env.PORT, path: '/api/v1/health/ready', timeout: 4000 }, (answer) => process.exit(answer.statusCode === 200 ? 0 : 1))
  .on('timeout', () => process.exit(1))
  .on('error', () => process.exit(1));
