import type { Command } from '../command';

// What these commands work with (every module, the database) is loaded only when one of them runs.

const exportChain: Command = {
  name: 'chain export',
  arguments: ['CHAIN', 'DIR'],
  summary: 'write everything final on a chain to files that anybody can check',
  details: 'CHAIN may also be the folder of a stopped node of the chain (with genesis.json and data/ in it): then no control plane is asked. DIR is made, or must be empty.',
  run: async (call) => (await import('../export/run-export')).runExport(call),
};

const verifyChain: Command = {
  name: 'chain verify',
  arguments: ['DIR'],
  options: { trust: { type: 'string', value: 'GENESIS', help: 'the genesis document of the chain it must be of (else the one in the export)' } },
  summary: 'execute an exported chain again, offline, and check every block, root and certificate',
  details: 'Needs no network and no trust in whoever made the export. Exit code 1, the height and the reason when anything in it is wrong.',
  run: async (call) => (await import('../export/run-verify')).runVerify(call),
};

export const exportCommands = [exportChain, verifyChain];
