import type { LeftBehind, PackageSwap, PlanLine, Words } from '@bystack/api';
import { line, warning } from './plan-line';

/** How many entries come to nothing, as a node counted them on trial. */
export function leftBehindWords({ store, entries, of }: LeftBehind): Words {
  return {
    en: `${entries} of ${of} ${of === 1 ? 'entry' : 'entries'} of “${store}” would come to nothing: what is there stays readable under what is in force now, but would no longer count.`,
    zh: `“${store}”的 ${of} 个条目中有 ${entries} 个将不再生效：仍可按现行规则查阅，但不再计入。`,
  };
}

/** Kinds of records that do not come along. */
export function packageLeft({ from, to, carriesOver, leftBehind }: PackageSwap): PlanLine[] {
  if (leftBehind.length === 0) return [];
  const { en, zh } = listed(leftBehind);
  return [
    carriesOver
      ? warning(`Records of ${en} come to nothing: “${to}” does not say what becomes of them. They stay readable under “${from}”, but no longer count.`, `${zh} 的记录将不再生效：“${to}”未说明如何处理。仍可按“${from}”查阅，但不再计入。`)
      : warning(`Records of ${en} do not count while “${to}” is in force, which has no such kind: nobody finds or changes them there. They stay readable under “${from}”.`, `“${to}”没有 ${zh} 类记录：在其生效期间，这些记录不计入，无法查找或更改。仍可按“${from}”查阅。`),
  ];
}

/** What a vote that takes the change back would do. */
export function packageBack({ from, to, back }: PackageSwap): PlanLine {
  if (back === null) return warning(`There is no way back: “${from}” cannot take the place of “${to}” again. Nothing that is final is lost.`, `无法恢复：“${from}”不能再取代“${to}”。已最终确认的内容不会丢失。`);
  const { en, zh } = listed(back.leftBehind);
  if (back.leftBehind.length > 0)
    return warning(
      `The rules “${from}” can be put in force again by a vote like this one, but there is no way back for records of ${en}: “${from}” ${back.carriesOver ? 'does not say what becomes of them' : 'has no such kind'}, so they would not count.`,
      `可通过同样的表决重新启用规则“${from}”，但 ${zh} 的记录无法恢复：“${from}”${back.carriesOver ? '未说明如何处理' : '没有此类记录'}，因而不再计入。`,
    );
  return back.carriesOver
    ? line(`There is a way back: “${from}” says how the records of “${to}” become its own again, by a vote like this one.`, `可以恢复：“${from}”说明了如何通过同样的表决收回“${to}”的记录。`)
    : line(`The way back to “${from}” is a change like this one; records stay where they are.`, `可用同样的变更恢复“${from}”；记录保留在原处。`);
}

function listed(kinds: readonly string[]): Words {
  const quoted = kinds.map((kind) => `“${kind}”`);
  return { en: quoted.join(', '), zh: quoted.join('、') };
}
