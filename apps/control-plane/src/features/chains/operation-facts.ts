import type { JsonObject, Operation, Words } from '@bystack/api';
import type { StepFact } from '../operations';
import { isVoter, type NodeFacts } from './chain-facts';
import { begunOf, recoverySteps } from './recovery-steps';

type Kind = Operation['kind'];

/** What each kind of operation waits to see, in order. Pure: from observations to steps. `of` and `began` are what the operation began with. */
export function stepFacts(kind: Kind, nodes: readonly NodeFacts[], of: number, began: JsonObject | null = null): StepFact[] {
  if (kind === 'chain.recover') return recoverySteps(begunOf({ began }), nodes);
  const count = (holds: (node: NodeFacts) => boolean) => nodes.filter(holds).length;
  const running = count(({ state }) => state === 'running');
  const started = step('nodes-started', 'Nodes run', '节点已启动', running, of);
  // A node that lost its seat has no connections any more, and one that joins has none yet.
  const voters = nodes.filter(isVoter).length;
  const connected = step(
    'nodes-connected',
    'Nodes are connected to each other',
    '节点已互联',
    count((node) => isVoter(node) && node.peersConnected !== null && node.peersConnected >= voters - 1),
    Math.min(of, voters),
  );
  const stopped = step(
    'nodes-stopped',
    'Nodes are stopped',
    '节点已停止',
    count(({ state }) => state === 'stopped' || state === 'absent'),
    of,
  );
  if (kind === 'chain.create')
    return [
      step('keys-taken', 'Keys of the validators are set', '验证者密钥已就位', 1, 1),
      started,
      connected,
      step(
        'first-final',
        'The first block is final',
        '首个区块已最终确认',
        nodes.some(({ finalHeight }) => (finalHeight ?? 0) >= 1) ? 1 : 0,
        1,
      ),
    ];
  if (kind === 'chain.start') return [started, connected];
  if (kind === 'node.start' || kind === 'node.add') return [started];
  if (kind === 'chain.delete' || kind === 'node.remove')
    return [step('nodes-removed', 'Nodes, their data and their keys are removed', '节点及其数据与密钥已删除', of - nodes.length, of)];
  return [stopped];
}

function step(name: string, en: string, zh: string, done: number, of: number): StepFact {
  const words: Words = { en, zh };
  return { name, words, done, of };
}
