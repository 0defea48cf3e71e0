import { Injectable } from '@nestjs/common';
import type { SubmitAnswer } from '@bystack/api';
import { fail, ProblemError, problemError } from '../../platform/errors';
import { Chains, ChainStore, factsOf, type NodeRow } from '../chains';
import { Agents, type RelayAnswer, type RelayRequest, type StreamReader } from '../hosts';
import { chooseNodes, type Candidate as Running } from './choose-nodes';
import { parse, parsed, problemIn } from './relay-answer';
import { badAnswer } from './told';

type Request = Omit<RelayRequest, 'nodeId'>;

/** Codes of a node that cannot answer now, whatever is asked; and those that one may give for a thing that another, a moment ahead or in better health, has. */
const AWAY = new Set(['NODE_UNREACHABLE', 'NODE_OPENING']);
const UNABLE = new Set([...AWAY, 'HOLDINGS_BEHIND', 'HOLDINGS_UNAVAILABLE']);
const BEHIND = new Set([...UNABLE, 'NOT_FOUND']);

/**
 * Asks a node of a chain, through the agent's connection; another one when the first does not answer. Everything asked here may be asked twice.
 * Who recorded something reads it back at once: readers are sent to the node that last reported a final record.
 */
@Injectable()
export class NodeRelay {
  readonly #ahead = new Map<string, { readonly nodeId: string; readonly height: number }>();
  #turn = 0;

  constructor(
    private readonly store: ChainStore,
    private readonly chains: Chains,
    private readonly agents: Agents,
  ) {}

  /** @returns a 2xx answer; anything else is thrown as the node's own problem, or NODE_UNREACHABLE, CHAIN_NOT_RUNNING. */
  async ask(organisationId: string, chainId: string, request: Request): Promise<RelayAnswer> {
    return (await this.#askOne(organisationId, chainId, request)).answer;
  }

  async json<T>(organisationId: string, chainId: string, request: Request): Promise<T> {
    return parse(await this.ask(organisationId, chainId, request));
  }

  /** From whichever node gives the answer that fits, for what can be told from its content: a node that gives another is as good as none. */
  async jsonThat<T>(organisationId: string, chainId: string, request: Request, fits: (value: T) => boolean): Promise<T> {
    for (const { nodeId, hostId } of this.#order(chainId, request, await this.candidates(organisationId, chainId))) {
      const answer = await this.#answerOf(hostId, { ...request, nodeId }).catch(() => undefined);
      const value = answer && parsed<T>(answer);
      if (value !== undefined && fits(value)) return value;
    }
    return badAnswer();
  }

  /** Sends something to be recorded, and notes which node saw it become final. */
  async submit(organisationId: string, chainId: string, request: Request): Promise<SubmitAnswer> {
    const { answer, nodeId } = await this.#askOne(organisationId, chainId, request);
    const submitted = parse<SubmitAnswer>(answer);
    const height = submitted.state === 'final' ? (submitted.height ?? 0) : 0;
    if (height > (this.#ahead.get(chainId)?.height ?? 0)) this.#ahead.set(chainId, { nodeId, height });
    return submitted;
  }

  /** Asks one named node, and no other in its place. */
  async jsonOf<T>(organisationId: string, chainId: string, nodeId: string, request: Request): Promise<T> {
    const { hostId } = await this.node(organisationId, chainId, nodeId);
    return parse<T>(await this.#answerOf(hostId, { ...request, nodeId }));
  }

  async #answerOf(hostId: string, request: RelayRequest): Promise<RelayAnswer> {
    const answer = await this.#relay(hostId).request(request);
    return answer.status < 300 ? answer : Promise.reject(new ProblemError(problemIn(answer)));
  }

  async #askOne(
    organisationId: string,
    chainId: string,
    request: Request,
  ): Promise<{ readonly answer: RelayAnswer; readonly nodeId: string }> {
    let last: unknown;
    for (const { nodeId, hostId } of this.#order(chainId, request, await this.candidates(organisationId, chainId))) {
      try {
        return { answer: await this.#answerOf(hostId, { ...request, nodeId }), nodeId };
      } catch (error) {
        const code = error instanceof ProblemError ? error.problem.code : '';
        if (!(request.method === 'GET' ? BEHIND : AWAY).has(code)) throw error;
        last = UNABLE.has(code) ? (last ?? error) : error;
      }
    }
    throw last ?? problemError('NODE_UNREACHABLE');
  }

  /** Records are spread over the nodes; questions go to the one that is ahead. */
  #order(chainId: string, { path }: Request, candidates: readonly Running[]): readonly Running[] {
    const ahead = path.startsWith('/transactions?')
      ? undefined
      : candidates.find(({ nodeId }) => nodeId === this.#ahead.get(chainId)?.nodeId);
    return ahead ? [ahead, ...candidates.filter((candidate) => candidate !== ahead)] : candidates;
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

  async candidates(organisationId: string, chainId: string): Promise<Running[]> {
    const chain = await this.store.get(organisationId, chainId);
    if (chain.wish !== 'running') fail(chain.wish === 'absent' ? 'CHAIN_BEING_REMOVED' : 'CHAIN_NOT_RUNNING');
    const nodes = (await this.store.nodes([chainId])).filter((node) => factsOf(node, this.chains.heard).state === 'running');
    this.#turn += 1;
    return chooseNodes(
      nodes.map(({ nodeId, hostId, observed }) => ({
        nodeId,
        hostId,
        finalHeight: observed?.status?.finalHeight ?? 0,
        syncing: observed?.status?.syncing ?? true,
      })),
      this.#turn,
    );
  }

  #relay(hostId: string) {
    return this.agents.connection(hostId)?.relay ?? fail('NODE_UNREACHABLE');
  }
}
