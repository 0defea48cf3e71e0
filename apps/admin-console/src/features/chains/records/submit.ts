import type { ChainView, JsonObject, Submit, TemplateForm } from '@bystack/api';
import { type Recipe, recipe } from '../../../platform/recipe';

/** @param form that filled the payload in */
export type OnSubmit = (module: string, command: string, payload: JsonObject, form?: TemplateForm) => void;

export function submitRecipe(chain: ChainView, { module, command, payload }: Submit): Recipe {
  const body: Submit = { module, command, payload, wait: 'final' };
  return recipe('POST', `/chains/${chain.chainId}/submissions`, body, ['submit', chain.name, module, command, '--payload', JSON.stringify(payload)]);
}
