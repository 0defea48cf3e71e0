// Well when the server takes connections: it answers a request for encryption with one letter.
const { connect } = require('node:net');

const socket = connect(5432, '127.0.0.1', () => socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])));
socket.setTimeout(3000, () => process.exit(1));
socket.once('data', () => process.exit(0)).once('error', () => process.exit(1));
