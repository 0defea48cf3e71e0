import { objectOf, type ChangeView, type JsonObject, type ValueChange, type Words } from '@bystack/api';
import { idOfPackage, packageWords, textOf, type KnownModules } from '../module-words';
import type { ModulesByName } from '../modules-now';
import type { PackagesSwapped } from '../package-swaps';
import { valueChanges } from '../value-changes';
import { changed } from './values-then';

/** What became of modules, their parameters and their rules, or would have. @param before modules at that time */
export function moduleValues(changes: readonly ChangeView[], before: ModulesByName, packages: readonly PackagesSwapped[], known: KnownModules): readonly ValueChange[] {
  return [
    ...changes.filter(({ kind }) => kind === 'swap-module').flatMap((change) => swappedValues(change, before, known)),
    ...packages.flatMap(({ module, before: was, after }) => (was === undefined ? [] : changed(rulesOf(module, known), rulesWords(was), rulesWords(after)))),
    ...valueChanges(changes, before, known),
  ];
}

function swappedValues({ module, by }: ChangeView, before: ModulesByName, known: KnownModules): readonly ValueChange[] {
  const [name, next] = [textOf(module), objectOf(by)];
  const was = before.get(name);
  if (was === undefined) return [];
  return changed({ en: 'Module', zh: '模块' }, titledWords(name, was.version, known), titledWords(textOf(next.name), textOf(next.version), known));
}

function titledWords(name: string, version: string, known: KnownModules): Words {
  const title = known.moduleNamed(name, version)?.title;
  const id = `${name} ${version}`;
  return title === undefined ? { en: id, zh: id } : { en: `“${title.en}” (${id})`, zh: `“${title.zh}”（${id}）` };
}

function rulesOf(module: string, known: KnownModules): Words {
  const title = known.moduleNamed(module)?.title ?? { en: module, zh: module };
  return { en: `Rules of “${title.en}”`, zh: `“${title.zh}”的规则` };
}

function rulesWords(content: JsonObject): Words {
  return packageWords(idOfPackage(content), content);
}
