import type { ChangeView, ModuleRenewal, PlanLine } from '@bystack/api';

const OF_MODULES = new Set(['set-parameters', 'swap-package', 'swap-module']);

/** What a change of modules does to records, and what of it cannot be undone. */
export function planWords(changes: readonly ChangeView[], renewals: readonly ModuleRenewal[] = []): PlanLine[] {
  const staysPut = renewals.length === 0 && changes.some(({ kind }) => OF_MODULES.has(kind));
  return [
    ...renewals.flatMap((renewal) => [overThere(renewal), ...givenBack(renewal), backAgain(renewal)]),
    ...(staysPut ? [line('Records stay where they are, and the way back is a change like this one.', '记录保留在原处，可用同样的变更恢复。')] : []),
    ...(changes.some(({ kind }) => kind === 'retire-package') ? [warning('Retiring rules cannot be undone.', '停用规则包后不可恢复。')] : []),
  ];
}

function overThere({ from, to, carriesOver }: ModuleRenewal): PlanLine {
  return carriesOver
    ? line(`The records of “${from}” are carried over to “${to}”, a few in each block, before it takes effect; the chain goes on meanwhile.`, `“${from}”的记录在生效前逐块迁移到“${to}”，期间链照常运行。`)
    : warning(`“${to}” begins with empty stores: what was recorded under “${from}” stays readable, but no longer counts.`, `“${to}”从空存储开始：“${from}”下的记录仍可查阅，但不再生效。`);
}

function givenBack({ from, returned = 0 }: ModuleRenewal): PlanLine[] {
  return returned === 0 ? [] : [warning(`“${from}” keeps assets in ${returned} outputs: their owners get them back and can spend them with their own keys. The new module knows nothing of them.`, `“${from}”保管着 ${returned} 个输出中的资产：将归还所有者，由其以自己的密钥动用。新模块对此一无所知。`)];
}

function backAgain({ from, to, carriesBack }: ModuleRenewal): PlanLine {
  return carriesBack
    ? line(`There is a way back: the records can be carried from “${to}” to “${from}” again, by a vote like this one.`, `可以恢复：通过同样的表决，可将记录从“${to}”迁回“${from}”。`)
    : warning(`No way back is declared for records: whoever returns to “${from}” begins with empty stores. Nothing that is final is lost.`, `未声明记录的恢复方式：返回“${from}”将从空存储开始。已最终确认的内容不会丢失。`);
}

function line(en: string, zh: string): PlanLine {
  return { words: { en, zh }, isWarning: false };
}

function warning(en: string, zh: string): PlanLine {
  return { ...line(en, zh), isWarning: true };
}
