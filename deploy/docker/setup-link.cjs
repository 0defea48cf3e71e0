// Prints the one-time link with which the first administrator sets a password, while there is one.
const { existsSync, readFileSync } = require('node:fs');

console.log(existsSync('/tmp/setup-url') ? readFileSync('/tmp/setup-url', 'utf8') : 'There is no link: an administrator exists already.');
