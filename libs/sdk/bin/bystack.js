#!/usr/bin/env node
'use strict';
// Starts the compiled command. It lies in dist/ of the checkout, two folders above this package.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '../../..');
const main = join(root, 'dist/libs/sdk/src/cli/main.js');
if (existsSync(main)) {
  require(main);
} else {
  console.error(`NOT_BUILT: bystack is not built yet. Run \`npm ci && npm run build\` in ${root} (or \`npm start\`, which does both).`);
  process.exitCode = 3;
}
