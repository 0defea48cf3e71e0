import type { Json, JsonObject, PolicyView, ValueChange, Words } from '@bystack/api';
import { durationWords } from '@bystack/chain-core/module';

type Teller = (value: number) => Words;
interface PolicyValue {
  readonly name: Words;
  /** @param validators how many there are */
  value(part: number, validators: number): Words;
}

/** What each part of the policy says, in the order in which people read them. */
const PARTS: Readonly<Record<string, Teller>> = {
  approvalPercent: (value) => ({ en: `${value} % of the validators must approve a change`, zh: `变更须获 ${value}% 的验证者批准` }),
  quorumPercent: (value) => ({ en: `${value} % must have voted`, zh: `须有 ${value}% 的验证者投票` }),
  expiryMs: (value) => ({ en: `a proposal is void after ${durationWords(value).en}`, zh: `提案在${durationWords(value).zh}后失效` }),
  delayBlocks: (value) => ({ en: `what is approved waits for ${value} ${value === 1 ? 'block' : 'blocks'}`, zh: `获批的变更须等待 ${value} 个区块` }),
};

const share = (percent: number, validators: number): Words => {
  const votes = Math.ceil((validators * percent) / 100);
  return { en: `${percent} % (${votes} of ${validators})`, zh: `${percent}%（${validators} 个中的 ${votes} 个）` };
};

/** The same as values that become others. */
const VALUES: Readonly<Record<string, PolicyValue>> = {
  approvalPercent: { name: { en: 'Validators that must approve a change', zh: '须批准变更的验证者' }, value: share },
  quorumPercent: { name: { en: 'Validators that must have voted', zh: '须投票的验证者' }, value: share },
  expiryMs: { name: { en: 'A proposal is void after', zh: '提案失效时间' }, value: durationWords },
  delayBlocks: { name: { en: 'What is approved waits for', zh: '获批后等待' }, value: (value) => ({ en: `${value} ${value === 1 ? 'block' : 'blocks'}`, zh: `${value} 个区块` }) },
};

/** Parts of the policy that become others. */
export function policyValues(now: JsonObject, then: JsonObject, validators: number): readonly ValueChange[] {
  return Object.entries(VALUES).flatMap(([part, { name, value }]) => {
    const [was, is] = [numberOf(now[part]), numberOf(then[part])];
    return was === is ? [] : [{ name, now: value(was, validators), then: value(is, validators) }];
  });
}

/** A change of how validators decide. It comes from a node, so nothing about its shape is taken for granted. */
export function policyWords(policy: JsonObject): Words {
  const told = Object.entries(PARTS).flatMap(([name, tell]) => (Object.hasOwn(policy, name) ? [tell(numberOf(policy[name]))] : []));
  return { en: `From then on: ${told.map(({ en }) => en).join('; ')}.`, zh: `此后：${told.map(({ zh }) => zh).join('；')}。` };
}

/** The votes that are needed now, and then. */
export function votesWords({ now, then }: { readonly now: PolicyView; readonly then: PolicyView }): Words {
  const voted = ({ needed, quorum }: PolicyView): number => Math.max(needed, quorum);
  return {
    en: `Now ${now.needed} of ${now.validators} validators must approve a change, and ${voted(now)} must have voted; then ${then.needed} and ${voted(then)}. This change needs the larger of the two.`,
    zh: `现在 ${now.validators} 个验证者中须有 ${now.needed} 个批准、${voted(now)} 个投票；变更后为 ${then.needed} 个和 ${voted(then)} 个。此项变更须满足两者中较大者。`,
  };
}

function numberOf(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0;
}
