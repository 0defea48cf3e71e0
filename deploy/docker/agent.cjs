// Starts the agent in its container, with the join token the control plane left for it. Enrolled once, it needs none.
const { existsSync, readFileSync } = require('node:fs');

const enrolled = existsSync(`${process.env.DATA_DIR}/identity/identity.json`);
if (!enrolled && existsSync('/join/token')) process.env.JOIN_TOKEN = readFileSync('/join/token', 'utf8').trim();
require('/app/main.cjs');
