import { objectOf, type Json, type JsonObject, type Words } from '@bystack/api';
import { documentWords, partsWords, wordsIn, type Names } from './parts-words';

/** What the words need to know of modules. */
export interface KnownModules extends Names {
  /** Undefined: this software has no such module. @param version left out: any of them, for names change little between versions */
  moduleNamed(name: string, version?: string): { readonly title: Words; readonly params: JsonObject } | undefined;
}
type Teller = (change: JsonObject, known: KnownModules) => Words;

/** Sentences for changes of modules and of their packages. */
export const MODULE_TELLERS: Readonly<Record<string, Teller>> = {
  'set-parameters': ({ module, parameters }, known) => {
    const [of, told] = [moduleWords(module, known), partsWords(objectOf(parameters), known.moduleNamed(textOf(module))?.params, known) ?? { en: '()', zh: '()' }];
    return { en: `“${of.en}” is set to ${told.en}.`, zh: `“${of.zh}”的参数设为 ${told.zh}。` };
  },
  'publish-package': ({ module, package: name, content }, known) => {
    const [of, rules] = [moduleWords(module, known), packageWords(name, content)];
    return { en: `The rules ${rules.en} are kept on the chain, for “${of.en}”.`, zh: `规则包${rules.zh}发布到链上，供“${of.zh}”使用。` };
  },
  'retire-package': ({ package: name }) => ({ en: `The rules “${textOf(name)}” can never be put in force again.`, zh: `规则包“${textOf(name)}”停用，不再可启用。` }),
  'swap-package': ({ module, package: name, content }, known) => {
    const [of, rules] = [moduleWords(module, known), packageWords(name, content)];
    return { en: `“${of.en}” goes on by the rules ${rules.en}; what was recorded before stays.`, zh: `“${of.zh}”改用规则包${rules.zh}；此前的记录保留。` };
  },
  'swap-module': ({ module, by, bytes, takesOver }, known) => {
    const { name, version, parameters } = objectOf(by);
    const next = known.moduleNamed(textOf(name), textOf(version));
    const [of, id] = [moduleWords(module, known), `${textOf(name)} ${textOf(version)}`];
    const to = next === undefined ? { en: `“${textOf(name)}” ${textOf(version)}`, zh: `“${textOf(name)}” ${textOf(version)} ` } : { en: `“${next.title.en}” (${id})`, zh: `“${next.title.zh}”（${id}）` };
    const told = partsWords(objectOf(parameters), next?.params, known) ?? keptWords(bytes);
    const taken = takesOver === true ? { en: ' It takes over what that one holds for all.', zh: '新模块接管其为众人持有的资产。' } : { en: '', zh: '' };
    return {
      en: `“${of.en}” is replaced by ${to.en}${told ? `, set to ${told.en}` : ''}.${taken.en}`,
      zh: `“${of.zh}”由${to.zh}替换${told ? `，参数设为 ${told.zh}` : ''}。${taken.zh}`,
    };
  },
};

function moduleWords(name: Json | undefined, known: KnownModules): Words {
  const text = textOf(name);
  return known.moduleNamed(text)?.title ?? { en: text, zh: text };
}

/** By its title, if that is known, and its id. */
export function packageWords(name: Json | undefined, content: Json | undefined): Words {
  const id = name === undefined ? idOfPackage(content) : textOf(name);
  const words = wordsIn(objectOf(content).title);
  return words === undefined ? { en: `“${id}”`, zh: `“${id}”` } : { en: `“${words.en}” (${id})`, zh: `“${words.zh}”（${id}）` };
}

/** NAME@VERSION. */
export function idOfPackage(content: Json | undefined): string {
  const { name, version } = objectOf(content);
  return `${textOf(name)}@${textOf(version)}`;
}

/** Of parameters that lie beside the proposal, not in it. */
function keptWords(bytes: Json | undefined): Words | undefined {
  return typeof bytes === 'number' ? documentWords(bytes) : undefined;
}

export function textOf(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '?';
}
