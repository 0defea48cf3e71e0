import { Refusal, type Words } from '@bystack/chain-core/module';
import { checkPackage } from '../check-package';
import type { RuleWords } from '../compiled-package';
import type { RulePackage } from '../package';
import { packageFaults, type FaultAt } from './package-faults';
import type { Kind } from './shape';

const SAID_MAX = 16;
const KINDS: Readonly<Record<Kind, Words>> = {
  whole: { en: 'a whole number', zh: '整数' },
  fraction: { en: 'a fraction', zh: '小数' },
  text: { en: 'a text', zh: '文本' },
  truth: { en: 'true or false', zh: '真假值' },
  null: { en: 'nothing', zh: '空值' },
  list: { en: 'a list', zh: '列表' },
  object: { en: 'an object', zh: '对象' },
};

/** Sentences about rules that will fail once they are in force. Of a package that is refused anyway there is nothing to say. @param words that its rules may use */
export function warnOfPackage(source: RulePackage, words: RuleWords): readonly Words[] {
  try {
    checkPackage(source, words);
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
  const said = packageFaults(source).map(faultWords);
  const more = said.length - SAID_MAX;
  return more <= 0 ? said : [...said.slice(0, SAID_MAX), { en: `There ${more === 1 ? 'is 1 more warning' : `are ${more} more warnings`} about the rules of “${source.name}”.`, zh: `规则“${source.name}”另有 ${more} 条警告。` }];
}

function faultWords({ fault, place, of, code }: FaultAt): Words {
  const isQuery = place.startsWith('/queries');
  const home = isQuery ? { en: `the question “${of}”`, zh: `查询“${of}”` } : { en: `the command “${of}”`, zh: `命令“${of}”` };
  const en = code === undefined ? `A value of ${home.en} (${place})` : `The rule ${code} of ${home.en} (${place})`;
  const zh = code === undefined ? `${home.zh}中的值（${place}）` : `${home.zh}的规则 ${code}（${place}）`;
  const told = tell(fault);
  return { en: `${en} ${told.en}`, zh: `${zh}${told.zh}` };
}

function tell(fault: FaultAt['fault']): Words {
  if (fault.is === 'no-field') return noField(fault);
  if (fault.is === 'kinds') {
    const [left, right] = fault.kinds.map((kind) => KINDS[kind]) as [Words, Words];
    return { en: `puts ${fault.left} (${left.en}) and ${fault.right} (${right.en}) together by “${fault.does}”, which always fails.`, zh: `用“${fault.does}”运算 ${fault.left}（${left.zh}）和 ${fault.right}（${right.zh}），必定出错。` };
  }
  const { value, does } = fault;
  return {
    en: `uses “${does}” on ${value}, which may be a whole number or a fraction such as 33.5: to rules a fraction is a text, so it fails for one of both, and what fails is refused. Write decimal.compare(string(${value}), "0") and its like, or let the schema take whole numbers only ("type": "integer").`,
    zh: `对 ${value} 使用“${does}”，而该值可能是整数，也可能是 33.5 这样的小数：规则把小数视为文本，两者之一必定出错，出错即被拒绝。请改用 decimal.compare(string(${value}), "0") 等函数，或在模式中只允许整数（"type": "integer"）。`,
  };
}

function noField({ field, isAsked }: { readonly field: string; readonly isAsked: boolean }): Words {
  if (isAsked) return { en: `asks whether there is ${field}, of which no schema tells: the answer is no unless somebody sends such a field.`, zh: `询问 ${field} 是否存在，而模式中没有此字段：除非有人提交了该字段，否则答案为“否”。` };
  return { en: `reads ${field}, of which no schema tells: a rule that reads a field that is not there is not true, and what it guards is refused.`, zh: `读取 ${field}，而模式中没有此字段：读取不存在字段的规则不成立，其所约束的提交会被拒绝。` };
}
