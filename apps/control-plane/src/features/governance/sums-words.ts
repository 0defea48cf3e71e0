import type { CommitteeSums, Outlook, Words } from '@bystack/api';

/** The arithmetic of a change in a sentence. */
export function sumsWords(now: CommitteeSums, then: CommitteeSums | null): Words {
  if (then === null) return { en: `${nowEn(now)}.`, zh: `${nowZh(now)}。` };
  if (isSame(now, then)) return { en: `${nowEn(now)}; this stays so.`, zh: `${nowZh(now)}；保持不变。` };
  return {
    en: `${nowEn(now)}; then ${then.validators} vote, ${then.quorum} must sign and ${mayFailEn(then)}.`,
    zh: `${nowZh(now)}；变更后 ${then.validators} 个投票，需 ${then.quorum} 个签名，${mayFailZh(then)}。`,
  };
}

/** Who runs a version of the protocol, in a sentence. */
export function abilityWords({ version, validators, needed, able }: NonNullable<Outlook['protocol']>): Words {
  return {
    en: `The nodes of ${able} of ${validators} validators run protocol version ${version}; ${needed} must.`,
    zh: `${validators} 个验证者中有 ${able} 个的节点支持协议版本 ${version}；需要 ${needed} 个。`,
  };
}

function nowEn(sums: CommitteeSums): string {
  const votes = sums.validators === 1 ? '1 validator votes' : `${sums.validators} validators vote`;
  return `Now ${votes}, ${sums.quorum} must sign and ${mayFailEn(sums)}`;
}

function nowZh(sums: CommitteeSums): string {
  return `现有 ${sums.validators} 个验证者投票，需 ${sums.quorum} 个签名，${mayFailZh(sums)}`;
}

function mayFailEn({ mayFail }: CommitteeSums): string {
  return mayFail === 0 ? 'none may fail' : `${mayFail} may fail`;
}

function mayFailZh({ mayFail }: CommitteeSums): string {
  return mayFail === 0 ? '不允许任何失效' : `可容忍 ${mayFail} 个失效`;
}

function isSame(a: CommitteeSums, b: CommitteeSums): boolean {
  return a.validators === b.validators && a.quorum === b.quorum && a.scheme === b.scheme;
}
