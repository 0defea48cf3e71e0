import type { Words } from '@bystack/chain-core/module';
import type { Rate } from './quota/bucket';

/** By completed parameters of either version. */
interface Rates {
  readonly perMember?: Rate;
  readonly others?: Rate;
}

/** Where whoever is nobody may write more than a member: then to be one is worth less than not to be. */
export function warnOfFreeStrangers({ perMember, others }: Rates): readonly Words[] {
  const [member, stranger] = [perMember?.perMinute ?? 0, others?.perMinute ?? 0];
  if (member === 0 || (stranger !== 0 && stranger <= member)) return [];
  const [en, zh] = stranger === 0 ? ['without any limit (0)', '不受任何限制（0）'] : [`up to ${stranger} a minute`, `每分钟最多可写入 ${stranger} 笔`];
  return [{
    en: `Strangers may write ${en}, a member only ${member} transactions a minute: whoever has no name here may write more than whoever has one, and anybody may fill the chain. Give strangers less than members.`,
    zh: `非成员${zh}，而每个成员每分钟仅 ${member} 笔交易：未登记者可写入的多于成员，任何人都可能占满本链。请给予非成员低于成员的配额。`,
  }];
}
