import { LocalError } from '../exit';
import { text, type Command } from '../command';

const verify: Command = {
  name: 'verify',
  arguments: ['RECEIPT'],
  options: { trust: { type: 'string', value: 'GENESIS', help: 'the genesis document you trust' } },
  summary: 'check a receipt offline and say what it proves',
  async run({ values }) {
    throw new LocalError('X', text(values, 'trust') ?? '');
  },
};

export const verifyCommands = [verify];
