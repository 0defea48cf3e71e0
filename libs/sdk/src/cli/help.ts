import type { Command, Option } from './command';
import { GROUPS } from './help-groups';
import { COMMON, usageLine } from './parse';

/** @param group its first word, when it is one of commands that belong together */
export function overview(commands: readonly Command[], group = ''): string {
  const width = Math.max(...commands.map((command) => usageLine(command).length));
  const rows = commands.map((command) => `  ${usageLine(command).padEnd(width)}  ${command.summary}`);
  return `bystack: run sidechains, record on them, and check the evidence.

${rows.join('\n')}
${Object.hasOwn(GROUPS, group) ? `\n${GROUPS[group]}\n` : ''}
\`bystack COMMAND --help\` shows a command's options. CHAIN is a chain's name or id.
Exit codes: 0 done; 1 refused, or evidence that does not hold; 2 wrong usage; 3 not reachable or failed; 4 not done in time.
Environment: BYSTACK_URL, BYSTACK_API_KEY (both win over \`bystack login\`).`;
}

export function helpOf(command: Command): string {
  const rows = Object.entries({ ...command.options, ...COMMON }).map(([name, option]) => [flag(name, option), `${option.help}${option.isRepeatable ? ' (may be repeated)' : ''}`]);
  const width = Math.max(...rows.map(([left]) => left.length));
  const options = rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
  return [`bystack ${usageLine(command)}`, command.summary, ...(command.details ? [command.details] : []), options].join('\n\n');
}

function flag(name: string, { short, value }: Option): string {
  return `${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`;
}
