import { Injectable } from '@nestjs/common';
import type { Problem } from '@bystack/api';
import { fail, ProblemError } from '../../platform/errors';
import { Chains, ChainStore, factsOf, type NodeRow } from '../chains';
import { Agents, type RelayAnswer, type RelayRequest, type StreamReader } from '../hosts';
import { chooseNodes } from './choose-nodes';

type Request = Omit<RelayRequest, 'nodeId'>;

/** Asks a node of a chain, through the agent's connection; another one when the first does not answer. Everything asked here may be asked twice. */
@Injectable()
export class NodeRelay {
  #turn = 0;

  constructor(
    private readonly store: ChainStore,
    private readonly chains: Chains,
    private readonly agents: Agents,
  ) {}

  /** @returns a 2xx answer; anything else is thrown as the node's own problem, or NODE_UNREACHABLE, CHAIN_NOT_RUNNING. */
  async ask(organisationId: string, chainId: string, request: Request): Promise<RelayAnswer> {
    let last: unknown;
    for (const { nodeId, hostId } of await this.candidates(organisationId, chainId)) {
      try {
        const answer = await this.#relay(hostId).request({ ...request, nodeId });
        if (answer.status < 300) return answer;
        throw new ProblemError(problemIn(answer));
      } catch (error) {
        if (!(error instanceof ProblemError) || error.problem.code !== 'NODE_UNREACHABLE') throw error;
        last = error;
      }
    }
    throw last ?? fail('NODE_UNREACHABLE');
  }

  async json<T>(organisationId: string, chainId: string, request: Request): Promise<T> {
    return JSON.parse((await this.ask(organisationId, chainId, request)).body.toString('utf8')) as T;
  }

  /** An endless answer from the best node. @returns the way to end it. */
  async stream(organisationId: string, chainId: string, path: string, reader: StreamReader): Promise<() => void> {
    const [best] = await this.candidates(organisationId, chainId);
    if (!best) return fail('NODE_UNREACHABLE');
    return this.#relay(best.hostId).stream({ nodeId: best.nodeId, method: 'GET', path }, reader);
  }

  /** From one named node, which need not run (its logs are still there). */
  async streamFrom(organisationId: string, chainId: string, nodeId: string, path: string, reader: StreamReader): Promise<() => void> {
    const node = await this.node(organisationId, chainId, nodeId);
    return this.#relay(node.hostId).stream({ nodeId, method: 'GET', path }, reader);
  }

  node(organisationId: string, chainId: string, nodeId: string): Promise<NodeRow> {
    return this.store.node(organisationId, chainId, nodeId);
  }

  async candidates(organisationId: string, chainId: string): Promise<{ readonly nodeId: string; readonly hostId: string; readonly finalHeight: number; readonly syncing: boolean }[]> {
    const chain = await this.store.get(organisationId, chainId);
    if (chain.wish !== 'running') fail(chain.wish === 'absent' ? 'CHAIN_BEING_REMOVED' : 'CHAIN_NOT_RUNNING');
    const nodes = (await this.store.nodes([chainId])).filter((node) => factsOf(node, this.chains.heard).state === 'running');
    this.#turn += 1;
    return chooseNodes(nodes.map(({ nodeId, hostId, observed }) => ({ nodeId, hostId, finalHeight: observed?.status?.finalHeight ?? 0, syncing: observed?.status?.syncing ?? true })), this.#turn);
  }

  #relay(hostId: string) {
    return this.agents.connection(hostId)?.relay ?? fail('NODE_UNREACHABLE');
  }
}

/** Nodes answer with problems of their own; what is none is ours to explain. */
function problemIn({ status, body }: RelayAnswer): Problem {
  try {
    const problem = JSON.parse(body.toString('utf8')) as Partial<Problem>;
    if (typeof problem.code === 'string' && typeof problem.detail === 'string') return { type: '', title: problem.code, ...problem, status } as Problem;
  } catch {
    // falls through: not JSON
  }
  throw new Error(`a node answered ${status} without saying why`);
}
