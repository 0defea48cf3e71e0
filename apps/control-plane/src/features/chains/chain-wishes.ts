import { Injectable } from '@nestjs/common';
import { quorumOf, type AddNode, type Operation } from '@bystack/api';
import type { Actor } from '../../platform/auth';
import { AuditTrail } from '../../platform/audit';
import { Database } from '../../platform/db';
import { fail } from '../../platform/errors';
import { Changes } from '../../platform/events';
import { Agents, Placement, SpareKeys } from '../hosts';
import { Operations } from '../operations';
import { Blueprints } from './blueprints';
import { isCompetition } from './build-genesis';
import { ChainStore } from './chain-store';
import { isVoter, validatorsSeen } from './chain-facts';
import { Chains } from './chains';
import { nodeOf } from './founding';
import { factsOf } from './node-view';
import { stepFacts } from './operation-facts';
import { ChainRow, NodeRow } from './rows';
import { Watch } from './watch';

interface Wish {
  readonly kind: Operation['kind'];
  readonly chain: ChainRow;
  readonly nodes: readonly NodeRow[];
  readonly node?: NodeRow;
}

/** Stop, start and delete. Each changes wishes in the caller's transaction and answers with the operation that watches them come true. */
@Injectable()
export class ChainWishes {
  constructor(
    private readonly database: Database,
    private readonly store: ChainStore,
    private readonly chains: Chains,
    private readonly blueprints: Blueprints,
    private readonly operations: Operations,
    private readonly placement: Placement,
    private readonly spares: SpareKeys,
    private readonly agents: Agents,
    private readonly watch: Watch,
    private readonly audit: AuditTrail,
    private readonly changes: Changes,
  ) {}

  async setRunning(by: Actor, chainId: string, running: boolean): Promise<Operation> {
    const chain = await this.#lockAlive(by, chainId);
    const nodes = await this.store.nodes([chainId]);
    const wish = running ? 'running' : 'stopped';
    await this.database.manager.update(ChainRow, { chainId }, { wish, generation: chain.generation + 1 });
    await this.store.wish(nodes, wish);
    return this.#begin(by, { kind: running ? 'chain.start' : 'chain.stop', chain, nodes });
  }

  async remove(by: Actor, chainId: string, confirmName: string): Promise<Operation> {
    const chain = await this.store.lock(by.organisationId, chainId);
    if (confirmName !== chain.name) fail('CONFIRMATION_MISMATCH', { field: '/confirmName' });
    const nodes = await this.store.nodes([chainId]);
    await this.database.manager.update(ChainRow, { chainId }, { wish: 'absent', generation: chain.generation + 1 });
    await this.store.wish(nodes, 'absent', true);
    return this.#begin(by, { kind: 'chain.delete', chain, nodes });
  }

  async setNodeRunning(by: Actor, chainId: string, nodeId: string, running: boolean, force: boolean): Promise<Operation> {
    const chain = await this.#lockAlive(by, chainId);
    const node = await this.store.node(by.organisationId, chainId, nodeId);
    if (running && chain.wish !== 'running') fail('CHAIN_NOT_RUNNING');
    if (!running && !force && !isCompetition(await this.blueprints.of(chainId))) await this.#expectQuorumWithout(node);
    await this.store.wish([node], running ? 'running' : 'stopped');
    return this.#begin(by, { kind: running ? 'node.start' : 'node.stop', chain, nodes: [node], node });
  }

  /** Takes a node away that has no seat any more, with its data and keys. The caller has made sure of that; its peers forget it at once. */
  async removeNode(by: Actor, chainId: string, nodeId: string): Promise<Operation> {
    const chain = await this.#lockAlive(by, chainId);
    const node = await this.store.node(by.organisationId, chainId, nodeId);
    await this.store.wish([node], 'absent', true);
    await this.placement.wishChanged((await this.store.nodes([chainId])).map(({ hostId }) => hostId));
    return this.#begin(by, { kind: 'node.remove', chain, nodes: [node], node });
  }

  /** A further node on a host with room. It follows the chain once a proposal there names it. */
  async addNode(by: Actor, chainId: string, { hostId }: AddNode): Promise<Operation> {
    const chain = await this.#lockAlive(by, chainId);
    if (chain.wish !== 'running') fail('CHAIN_NOT_RUNNING');
    const blueprint = await this.blueprints.of(chainId);
    if (isCompetition(blueprint)) fail('NO_SEAT_HERE');
    const siblings = await this.store.nodes([chainId]);
    // Keys of both kinds, because the chain may go from one to the other.
    const [place] = await this.placement.take(by.organisationId, { count: 1, ...(hostId !== undefined && { hostIds: [hostId] }), scheme: 'bls' });
    await this.spares.bind([place.key.nodeKey], chainId);
    const node = nodeOf(place, chain.nodesMade, chainId, by.organisationId, siblings[0]?.keepBlocks ?? undefined, true);
    await this.database.manager.update(ChainRow, { chainId }, { nodesMade: chain.nodesMade + 1 });
    await this.database.manager.insert(NodeRow, { ...node, votingKey: place.key.votingKey } as never);
    await this.placement.wishChanged([...siblings, node].map(({ hostId: each }) => each));
    this.database.afterCommit(() => this.agents.announceTaken(place.host.id, [place.key.nodeKey]));
    return this.#begin(by, { kind: 'node.add', chain, nodes: [node], node });
  }

  async #lockAlive(by: Actor, chainId: string): Promise<ChainRow> {
    const chain = await this.store.lock(by.organisationId, chainId);
    return chain.wish === 'absent' ? fail('CHAIN_BEING_REMOVED') : chain;
  }

  /** Counts only validators that are seen to run: a hope is no vote. */
  async #expectQuorumWithout(node: NodeRow): Promise<void> {
    const all = await this.store.nodes([node.chainId]);
    const facts = (one: NodeRow) => factsOf(one, this.chains.heard);
    if (node.wish !== 'running' || !isVoter(facts(node))) return;
    const others = all.filter(({ nodeId, wish }) => nodeId !== node.nodeId && wish === 'running').map(facts);
    const remaining = others.filter((other) => other.state === 'running' && isVoter(other)).length;
    const total = validatorsSeen(all.map(facts));
    const quorum = quorumOf(total).needed;
    if (remaining < quorum) fail('WOULD_LOSE_QUORUM', { facts: { remaining, total, quorum } });
  }

  async #begin(by: Actor, { kind, chain, nodes, node }: Wish): Promise<Operation> {
    const { organisationId, chainId } = chain;
    const subject: Operation['subject'] = node
      ? { type: 'node', id: node.nodeId, name: `${chain.name} / ${node.seat + 1}` }
      : { type: 'chain', id: chainId, name: chain.name };
    for (const older of await this.operations.running(chainId)) {
      if (subject.type === 'chain' || older.subjectId === subject.id)
        await this.operations.fail(older, { code: 'SUPERSEDED', detail: 'A newer request took its place.' });
    }
    const operation = await this.operations.begin(
      { organisationId, kind, subject, chainId },
      stepFacts(
        kind,
        nodes.map((one) => factsOf(one, this.chains.heard)),
        nodes.length,
      ),
    );
    this.audit.note({
      organisationId,
      actor: by,
      action: kind,
      subject: { type: subject.type, id: subject.id },
      details: { name: subject.name },
    });
    this.changes.afterCommit(organisationId, 'chains', chainId);
    await this.placement.wishChanged(nodes.map(({ hostId }) => hostId));
    await this.watch.chain(chainId);
    return this.operations.get(organisationId, operation.id);
  }
}
