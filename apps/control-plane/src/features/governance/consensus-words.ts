import { objectOf, type ConsensusInForce, type JsonObject, type PolicyView, type Words } from '@bystack/api';
import { durationWords } from '@bystack/chain-core/module';
import { toldParts, type Names } from './parts-words';

type Told = ConsensusInForce['told'][number];

/** Parameters of consensus by their titles. What a member committee has besides, who tells whom, in a sentence. @param schema of the module that a chain is founded with */
export function consensusTold({ engine: _, topology, ...parameters }: JsonObject, schema: JsonObject, names: Names = {}): readonly Told[] {
  const told = toldParts(parameters, schema, names);
  return topology === undefined ? told : [...told, { name: { en: 'How votes travel', zh: '投票的传递方式' }, value: topologyWords(objectOf(topology)) }];
}

function topologyWords({ kind, gateways }: JsonObject): Words {
  if (kind === 'mesh') return { en: 'every validator tells every other', zh: '每个验证者告知所有其他验证者' };
  if (kind === 'tree' && typeof gateways === 'number') return { en: `by ${gateways} of the validators, which collect the votes of the others and pass them on`, zh: `由其中 ${gateways} 个验证者收集并转发其他验证者的投票` };
  const name = typeof kind === 'string' ? kind : JSON.stringify(kind ?? null); // Of a node: it may be anything.
  return { en: name, zh: name };
}

/** How validators decide, with what it comes to for those there are. */
export function policyTold({ approvalPercent, quorumPercent, expiryMs, delayBlocks, validators, needed, quorum }: PolicyView): readonly Told[] {
  const share = (percent: number, count: number): Words => ({ en: `${percent} % of the validators: ${count} of ${validators}`, zh: `${percent}% 的验证者：${validators} 个中的 ${count} 个` });
  const wait: Words = delayBlocks === 0 ? { en: 'for no block', zh: '无须等待' } : { en: `for ${delayBlocks} ${delayBlocks === 1 ? 'block' : 'blocks'}`, zh: `${delayBlocks} 个区块` };
  const void_ = durationWords(expiryMs);
  return [
    { name: { en: 'Must approve a change', zh: '变更须获批准' }, value: share(approvalPercent, needed) },
    ...(quorumPercent > 0 ? [{ name: { en: 'Must have voted', zh: '须已投票' }, value: share(quorumPercent, quorum) }] : []),
    { name: { en: 'What nobody decides is void after', zh: '未决提案失效于' }, value: { en: void_.en, zh: `${void_.zh.trim()}后` } },
    { name: { en: 'What is approved waits', zh: '获批后等待' }, value: wait },
  ];
}
