import type { SlotChoice, Template } from '@bystack/api';
import { type Recipe, recipe } from '../../../platform/recipe';
import { type Draft, toCreateChain } from './draft';

/** Longer parameters are read more easily in one piece. */
const PARAMS_CHARACTERS_MAX = 240;

/** The creation as a REST call and as a command; hosts, and long parameters, go along as JSON. */
export function createRecipe(draft: Draft, template: Template): Recipe {
  const body = toCreateChain(draft, template);
  const slots = Object.entries(draft.slots).flatMap(([slot, choice]) => slotOptions(slot, choice));
  if (body.hostIds !== undefined || slots.some((word) => word.length > PARAMS_CHARACTERS_MAX)) return recipe('POST', '/chains', body, ['chains', 'create', '--file', '-'], body);
  return recipe('POST', '/chains', body, ['chains', 'create', body.name, '--template', body.template, '--validators', String(body.validators), ...slots, ...(body.keepBlocks === undefined ? [] : ['--keep-blocks', String(body.keepBlocks)]), ...(body.assets === undefined ? [] : ['--assets', body.assets])]);
}

function slotOptions(slot: string, { module, version, params }: SlotChoice): readonly string[] {
  return ['--slot', `${slot}=${module}@${version}`, '--params', `${slot}=${JSON.stringify(params)}`];
}
