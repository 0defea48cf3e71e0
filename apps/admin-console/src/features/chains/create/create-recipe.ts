import type { Template } from '@bystack/api';
import { type Recipe, recipe } from '../../../platform/recipe';
import { type Draft, toCreateChain } from './draft';

/** The creation as a REST call and as a command; what differs from the template goes along as JSON. */
export function createRecipe(draft: Draft, template: Template): Recipe {
  const body = toCreateChain(draft, template);
  if (body.slots !== undefined || body.hostIds !== undefined) return recipe('POST', '/chains', body, ['chains', 'create', '--file', '-'], body);
  return recipe('POST', '/chains', body, ['chains', 'create', body.name, '--template', body.template, '--validators', String(body.validators), ...(body.keepBlocks === undefined ? [] : ['--keep-blocks', String(body.keepBlocks)]), ...(body.assets === undefined ? [] : ['--assets', body.assets])]);
}
