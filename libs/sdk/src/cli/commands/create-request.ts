import type { CreateChain, JsonObject, SlotChoice, SlotName } from '@bystack/api';
import { oneOf, text, texts, wholeNumber, type Call, type Option } from '../command';
import { UsageError } from '../exit';
import { readJson } from '../input';
import { packageIn } from './own-package';

type Slots = Partial<Record<SlotName, Partial<SlotChoice>>>;
const SLOTS: readonly string[] = ['identity', 'contract', 'privacy', 'consensus', 'crosschain', 'transactions'] satisfies readonly SlotName[];

/** What a chain is asked for with, besides its name. */
export const CREATE_OPTIONS: Readonly<Record<string, Option>> = {
  template: { type: 'string', value: 'TEMPLATE', help: 'what to make it from: see `bystack templates list`' },
  validators: { type: 'string', value: 'N', help: 'how many validators (else as the template says)' },
  slot: { type: 'string', isRepeatable: true, value: 'SLOT=MODULE', help: 'another module for a slot, NAME or NAME@VERSION (else its newest): see `bystack modules`' },
  params: { type: 'string', isRepeatable: true, value: 'SLOT=JSON', help: 'parameters of the module in a slot, those that change ({…}, a file, or - for standard input): see `bystack modules MODULE`' },
  package: { type: 'string', value: 'FILE', help: 'rules of your own in the place of the template’s ({…}, a file, or - for standard input)' },
  certificates: { type: 'string', value: 'KIND', help: 'how proofs are signed: ed25519 (cheaper up to about 14 validators) or bls (small proofs, for many)' },
  'keep-blocks': { type: 'string', value: 'N', help: 'pruned nodes: each keeps the transactions of the N newest blocks, 1000 at least (else archive nodes, which keep everything)' },
  assets: { type: 'string', value: 'KIND', help: 'enabled: members may issue assets and hand them to each other; disabled (else as the template says)' },
  file: { type: 'string', value: 'FILE', help: 'the whole request as JSON ({…}, a file, or - for standard input)' },
};

/** @throws UsageError */
export function createRequest({ arguments: { NAME }, values }: Call): CreateChain {
  const file = text(values, 'file');
  if (file !== undefined) {
    const others = Object.keys(CREATE_OPTIONS).filter((name) => name !== 'file');
    if (NAME || others.some((name) => values[name] !== undefined)) throw new UsageError(`--file holds the whole request: leave NAME, ${others.map((name) => `--${name}`).join(', ')} out.`);
    return readJson(file, '--file') as unknown as CreateChain;
  }
  const template = text(values, 'template');
  if (!NAME || !template) throw new UsageError('Give NAME and --template, or --file. `bystack templates list` shows the templates.');
  const validators = wholeNumber(values, 'validators');
  const keepBlocks = wholeNumber(values, 'keep-blocks');
  const assets = oneOf(values, 'assets', ['enabled', 'disabled']);
  const slots = slotsOf({ values });
  return {
    name: NAME,
    template,
    ...(assets === undefined ? {} : { assets }),
    ...(validators === undefined ? {} : { validators }),
    ...(keepBlocks === undefined ? {} : { keepBlocks }),
    ...(Object.keys(slots).length === 0 ? {} : { slots }),
  };
}

/** --slot, --params, --package and --certificates together; each slot once of each. */
function slotsOf({ values }: Pick<Call, 'values'>): Slots {
  const slots: Slots = {};
  const set = (slot: SlotName, part: Partial<SlotChoice>) => (slots[slot] = { ...slots[slot], ...part });
  for (const [slot, id] of named(values, 'slot')) {
    const [, module, version] = /^([\w-]{1,64})(?:@(\d{1,9}\.\d{1,9}\.\d{1,9}))?$/.exec(id) ?? [];
    if (module === undefined) throw new UsageError(`--slot takes a module as NAME or NAME@VERSION, not “${id}”.`);
    set(slot, { module, ...(version !== undefined && { version }) });
  }
  for (const [slot, source] of named(values, 'params')) {
    const params = readJson(source, '--params');
    if (typeof params !== 'object' || params === null || Array.isArray(params)) throw new UsageError(`--params ${slot}= takes an object of parameters.`);
    set(slot, { params: params as JsonObject });
  }
  const rules = packageIn(values);
  if (rules !== undefined) set('contract', { params: { ...(slots.contract?.params as JsonObject | undefined), package: rules } });
  const certificates = oneOf(values, 'certificates', ['ed25519', 'bls']);
  if (certificates !== undefined) set('consensus', { params: { ...(slots.consensus?.params as JsonObject | undefined), certificates } });
  return slots;
}

/** @returns what is given for each slot, in order */
function named(values: Call['values'], option: string): readonly (readonly [SlotName, string])[] {
  const seen = new Set<string>();
  return texts(values, option).map((given) => {
    const at = given.indexOf('=');
    const slot = at < 0 ? given : given.slice(0, at);
    if (at < 0 || !SLOTS.includes(slot)) throw new UsageError(`--${option} takes SLOT=…; the slots are ${SLOTS.join(', ')}. Not “${given}”.`);
    if (seen.has(slot)) throw new UsageError(`--${option} is given twice for ${slot}.`);
    seen.add(slot);
    return [slot as SlotName, given.slice(at + 1)];
  });
}
