import type { ChainView, JsonObject, Submit } from '@bystack/api';
import { type Recipe, recipe } from '../../../platform/recipe';

export type OnSubmit = (module: string, command: string, payload: JsonObject) => void;

export function submitRecipe(chain: ChainView, { module, command, payload }: Submit): Recipe {
  const body: Submit = { module, command, payload, wait: 'final' };
  return recipe('POST', `/chains/${chain.chainId}/submissions`, body, ['submit', chain.name, module, command, '--payload', JSON.stringify(payload)]);
}
