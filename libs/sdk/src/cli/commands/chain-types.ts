import { modulesInterface, typesFile } from '../../modules/write/modules-file';
import { rulesInterface } from '../../modules/write/rules-interface';
import type { Command } from '../command';
import { findChain } from '../find-chain';
import { oneLine } from '../printable';

const types: Command = {
  name: 'chains types',
  arguments: ['CHAIN'],
  summary: 'write TypeScript types of what a chain takes, answers and tells now',
  details: 'For programs that use @bystack/sdk: `ModuleTypes` of the modules in force, and `Rules` of the package of rules. `chain.ownModule<RuleBook<Rules>>(…)` then takes what the rules take. Into a file: `bystack chains types CHAIN > chain.ts`.',
  async run(call) {
    const { chainId, name } = await findChain(call.client(), call.arguments.CHAIN);
    const { items } = await call.client().chains.commands(chainId);
    const interfaces = [modulesInterface(items, 'Modules in force, by NAME@VERSION.'), ...items.flatMap((card) => rulesInterface(card) ?? [])];
    const text = typesFile(`// Of the chain ${oneLine(name)} (${chainId}), as \`bystack chains types\` wrote it.`, interfaces, '@bystack/sdk');
    return { json: { chainId, types: text }, text: text.trimEnd() };
  },
};

export const typeCommands = [types];
