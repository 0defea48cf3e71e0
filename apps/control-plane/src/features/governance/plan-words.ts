import type { ChangeView, ModuleRenewal, PackageSwap, PlanLine, Words } from '@bystack/api';
import type { KnownModules } from './module-words';
import { packageBack, packageLeft } from './package-words';
import { line, warning } from './plan-line';

export { warning };

const OF_MODULES = new Set(['set-parameters', 'swap-package', 'swap-module']);

/** What a node says of a change of modules. */
export interface Planned {
  readonly modules?: readonly ModuleRenewal[];
  readonly packages?: readonly PackageSwap[];
}

/** What a change of modules does to records, and what of it cannot be undone. */
export function planWords(changes: readonly ChangeView[], { modules: renewals = [], packages = [] }: Planned, known: KnownModules): PlanLine[] {
  const inPlace = packages.filter(({ module }) => !renewals.some(({ to }) => nameOf(to) === module));
  const staysPut = renewals.length + packages.length === 0 && changes.some(({ kind }) => OF_MODULES.has(kind));
  return [
    ...renewals.flatMap((renewal) => {
      const swap = packages.find(({ module }) => module === nameOf(renewal.to));
      const called = titles(renewal, swap, known);
      return [overThere(renewal, called), ...(swap ? packageLeft(swap) : []), ...givenBack(renewal, called), ...handedOn(renewal, called, known), ...(swap ? [packageBack(swap)] : [backAgain(renewal, called)])];
    }),
    ...inPlace.flatMap((swap) => [line(`Records stay where they are; “${swap.to}” takes the place of “${swap.from}”.`, `记录保留在原处；“${swap.to}”取代“${swap.from}”。`), ...packageLeft(swap), packageBack(swap)]),
    ...(staysPut ? [line('Records stay where they are, and the way back is a change like this one.', '记录保留在原处，可用同样的变更恢复。')] : []),
    ...(changes.some(({ kind }) => kind === 'retire-package') ? [warning('Retiring rules cannot be undone.', '停用规则包后不可恢复。')] : []),
  ];
}

/** What both are called; where that is the same, their packages tell them apart, or else their versions. */
function titles({ from, to }: ModuleRenewal, swap: PackageSwap | undefined, known: KnownModules): { readonly from: Words; readonly to: Words } {
  const [before, after] = [titleOf(from, known), titleOf(to, known)];
  const isSame = before.en === after.en || before.zh === after.zh;
  const told = (words: Words, id: string): Words => (isSame && words.en !== id ? { en: `${words.en} (${id})`, zh: `${words.zh}（${id}）` } : words);
  return { from: told(before, swap?.from ?? from), to: told(after, swap?.to ?? to) };
}

function nameOf(id: string): string {
  return id.split('@')[0] ?? id;
}

function titleOf(id: string, known: KnownModules): Words {
  const [name = '', version] = id.split('@');
  return known.moduleNamed(name, version)?.title ?? { en: id, zh: id };
}

function overThere({ carriesOver }: ModuleRenewal, { from, to }: ReturnType<typeof titles>): PlanLine {
  return carriesOver
    ? line(`The records of “${from.en}” are carried over to “${to.en}”, a few in each block, before it takes effect; the chain goes on meanwhile.`, `“${from.zh}”的记录在生效前逐块迁移到“${to.zh}”，期间链照常运行。`)
    : warning(`“${to.en}” begins with empty stores: what was recorded under “${from.en}” stays readable, but no longer counts.`, `“${to.zh}”从空存储开始：“${from.zh}”下的记录仍可查阅，但不再生效。`);
}

function givenBack({ returned = 0 }: ModuleRenewal, { from }: ReturnType<typeof titles>): PlanLine[] {
  return returned === 0 ? [] : [warning(`“${from.en}” keeps assets in ${returned} ${returned === 1 ? 'output' : 'outputs'}: their owners get them back and can spend them with their own keys. The new module knows nothing of them.`, `“${from.zh}”保管着 ${returned} 个输出中的资产：将归还所有者，由其以自己的密钥动用。新模块对此一无所知。`)];
}

/** What many people put together goes to other code: how much of what, and whether there is a way back. */
function handedOn({ takenOver }: ModuleRenewal, { from, to }: ReturnType<typeof titles>, known: KnownModules): PlanLine[] {
  if (takenOver === undefined) return [];
  const { outputs, assets, areAll, givesBack } = takenOver;
  const named = (assetId: string): Words => known.called?.(assetId) ?? { en: assetId, zh: assetId };
  const amounts = { en: assets.map(({ assetId, amount }) => `${amount} of the asset ${named(assetId).en}`).join(', '), zh: assets.map(({ assetId, amount }) => `资产 ${named(assetId).zh} 共 ${amount}`).join('，') };
  const more = areAll ? { en: '', zh: '' } : { en: ', and more', zh: '，等等' };
  return [
    warning(
      `“${to.en}” takes over what “${from.en}” holds for all and nobody owns alone: ${outputs} ${outputs === 1 ? 'output' : 'outputs'}, ${amounts.en}${more.en}. It spends them by its own rules from its first block on.`,
      `“${to.zh}”接管“${from.zh}”为众人持有、不专属任何人的资产：${outputs} 个输出，${amounts.zh}${more.zh}。自其首个区块起按自身规则动用。`,
    ),
    givesBack
      ? line(`“${from.en}” could take them over again, by a vote like this one.`, `通过同样的表决，“${from.zh}”可以再次接管这些资产。`)
      : warning(`“${from.en}” does not say that it could take them over again: it cannot come back while “${to.en}” holds any.`, `“${from.zh}”未声明可再次接管：只要“${to.zh}”仍持有这些资产，就无法恢复。`),
  ];
}

function backAgain({ carriesBack }: ModuleRenewal, { from, to }: ReturnType<typeof titles>): PlanLine {
  return carriesBack
    ? line(`There is a way back: the records can be carried from “${to.en}” to “${from.en}” again, by a vote like this one.`, `可以恢复：通过同样的表决，可将记录从“${to.zh}”迁回“${from.zh}”。`)
    : warning(`No way back is declared for records: whoever returns to “${from.en}” begins with empty stores. Nothing that is final is lost.`, `未声明记录的恢复方式：返回“${from.zh}”将从空存储开始。已最终确认的内容不会丢失。`);
}
