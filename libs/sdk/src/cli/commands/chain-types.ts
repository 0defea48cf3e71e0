import { writeFileSync } from 'node:fs';
import { modulesInterface, typesFile } from '../../modules/write/modules-file';
import { rulesInterface } from '../../modules/write/rules-interface';
import { OUT, text, type Command } from '../command';
import { findChain } from '../find-chain';
import { oneLine } from '../printable';

const types: Command = {
  name: 'chains types',
  arguments: ['CHAIN'],
  options: { out: OUT },
  summary: 'write TypeScript types of what a chain takes, answers and tells now',
  details: 'For programs that use @bystack/sdk: `ModuleTypes` of the modules in force, and `Rules` of the package of rules. `chain.ownModule<RuleBook<Rules>>(…)` then takes what the rules take.',
  async run(call) {
    const { chainId, name } = await findChain(call.client(), call.arguments.CHAIN);
    const { items } = await call.client().chains.commands(chainId);
    const interfaces = [modulesInterface(items, 'Modules in force, by NAME@VERSION.'), ...items.flatMap((card) => rulesInterface(card) ?? [])];
    const written = typesFile(`// Of the chain ${oneLine(name)} (${chainId}), as \`bystack chains types\` wrote it.`, interfaces, '@bystack/sdk');
    const out = text(call.values, 'out');
    if (out === undefined) return { json: { chainId, types: written }, text: written.trimEnd() };
    writeFileSync(out, written);
    return { json: { chainId, file: out }, text: out };
  },
};

export const typeCommands = [types];
