import type { DesiredNode } from '@bystack/api';
import { Failure } from '../failure';
import { checkGenesis } from '../wish/check-genesis';
import { wantedSpec, type StepParts } from './step-parts';

/**
 * Makes the node's folder or volume, in an order that never leaves keys usable twice:
 * (1) check what was asked, (2) bind the keys to this node for ever, on disk, (3) write the folder.
 */
export async function prepare(parts: StepParts, node: DesiredNode): Promise<void> {
  const { softwareVersions } = await parts.runtime.describe();
  if (!softwareVersions.includes(node.softwareVersion)) {
    throw new Failure('UNKNOWN_SOFTWARE', `This host can start ${softwareVersions.join(', ') || 'no version'}, not ${node.softwareVersion}.`);
  }
  const genesis = checkGenesis(node, parts.desired.genesisOf(node.chainId)); // 1
  await refuseWhenFull(parts, node);
  parts.keys.bind(node); // 2
  const spec = wantedSpec(parts, node);
  if (!spec) throw new Failure('KEY_UNKNOWN', 'The keys of this node are gone.');
  const seeds = parts.keys.seeds(node.nodeKey);
  await parts.runtime.prepare(spec, { genesis, peers: node.peers, nodeSeed: seeds.node, votingSeed: seeds.voting }); // 3
}

async function refuseWhenFull({ runtime, nodesMax }: StepParts, node: DesiredNode): Promise<void> {
  const others = (await runtime.list()).filter((local) => local.spec && local.nodeId !== node.nodeId);
  if (others.length >= nodesMax) throw new Failure('HOST_FULL', `This host is willing to carry ${nodesMax} nodes and carries ${others.length}.`);
}
