import { factsIn, type CommandsTried, type CommandsTriedView, type TriedReason, type TriedRefusal, type Words } from '@bystack/api';
import { fillWords } from '@bystack/chain-core/primitives/fill-words';
import type { Facts } from '../../platform/errors';

/** In a sentence; whoever wants all of a long one finds it at its place. */
const RULE_CHARACTERS_MAX = 160;

/** What other rules would say of recorded commands, in sentences. */
export function triedView(tried: CommandsTried): CommandsTriedView {
  return { ...tried, words: summary(tried), refusals: tried.refusals.map((refusal) => refusalView(refusal, tried)) };
}

function summary({ fromHeight, toHeight, isAll, tried, accepted, refused, failed, setAside }: CommandsTried): Words {
  const aside = setAside === 0 ? { en: '', zh: '' } : { en: ` ${counted(setAside)} not tried, for the rules in force would refuse ${setAside === 1 ? 'it' : 'them'} today, too.`, zh: `另有 ${setAside} 条未计入：现行规则今天同样会拒绝。` };
  if (tried === 0) return { en: `Nothing was recorded in blocks ${fromHeight} to ${toHeight} that the new rules could be tried on.${aside.en}`, zh: `区块 ${fromHeight} 至 ${toHeight} 中没有可供新规则试验的记录。${aside.zh}` };
  const older = isAll ? { en: '', zh: '' } : { en: ' Older ones were not tried.', zh: '更早的未试验。' };
  return {
    en: `The new rules were tried on the newest ${tried === 1 ? 'command' : `${tried} commands`} recorded in blocks ${fromHeight} to ${toHeight}: ${accepted} would be accepted, ${refused} refused by rules that say no, ${failed} refused because a rule fails.${older.en}${aside.en}`,
    zh: `新规则已对区块 ${fromHeight} 至 ${toHeight} 中最新的 ${tried} 条已记录命令进行试验：接受 ${accepted} 条，因规则不允许而拒绝 ${refused} 条，因规则出错而拒绝 ${failed} 条。${older.zh}${aside.zh}`,
  };
}

function counted(commands: number): string {
  return commands === 1 ? '1 command was' : `${commands} commands were`;
}

function refusalView({ facts, words, ...refusal }: TriedRefusal, { kinds }: CommandsTried): TriedReason {
  const { kind, code, failure, count } = refusal;
  const rule = ruleWords(refusal);
  const of = kinds.find((one) => one.kind === kind)?.tried ?? count;
  const said = { en: fillWords(words.en, factsIn(facts as Facts, 'en')), zh: fillWords(words.zh, factsIn(facts as Facts, 'zh')) };
  if (failure === null) return { ...refusal, words: { en: `“${kind}”: ${rule.en} says no to ${count} of ${of}: ${code}, “${said.en}”`, zh: `“${kind}”：${rule.zh}拒绝 ${of} 条中的 ${count} 条：${code}，“${said.zh}”` } };
  const why = failureWords(failure);
  return { ...refusal, words: { en: `“${kind}”: ${rule.en} fails for ${count} of ${of}: ${why.en} What fails is refused: ${code}, “${said.en}”`, zh: `“${kind}”：${rule.zh}对 ${of} 条中的 ${count} 条出错：${why.zh}出错即被拒绝：${code}，“${said.zh}”` } };
}

function ruleWords({ place, rule }: Pick<TriedReason, 'place' | 'rule'>): Words {
  if (rule === null) return { en: place, zh: `${place} ` };
  const beginning = rule.length > RULE_CHARACTERS_MAX ? `${rule.slice(0, RULE_CHARACTERS_MAX)}…` : rule;
  return { en: `${beginning} (${place})`, zh: `${beginning}（${place}）` };
}

function failureWords({ why, detail }: NonNullable<TriedReason['failure']>): Words {
  if (why === 'no-field') return { en: `it reads the field “${detail}”, which is not there.`, zh: `所读取的字段“${detail}”不存在。` };
  if (why === 'kinds') return { en: `it puts together what does not go together, ${detail}; a number with a fraction is a text (string) to rules.`, zh: `所运算的值类型不匹配：${detail}；对规则而言，小数是文本（string）。` };
  return { en: `it comes to no answer (${detail}).`, zh: `规则无法得出结果（${detail}）。` };
}
