import { Injectable } from '@nestjs/common';
import type { SubmitAnswer } from '@bystack/api';
import { fail, ProblemError, problemError } from '../../platform/errors';
import { Chains, ChainStore, factsOf, type NodeRow } from '../chains';
import { Agents, type RelayAnswer, type RelayRequest, type StreamReader } from '../hosts';
import { chooseNodes, type Candidate as Running } from './choose-nodes';
import { firstOf, NoneOf } from './first-of';
import { GATEWAY_LIMITS } from './limits';
import { isAnswerWith, isTold, type Is } from './node-answers';
import { mayBeBetter, mostTelling, problemOf, readAs } from './relay-answer';

type Request = Omit<RelayRequest, 'nodeId'>;
type Reader<T> = (answer: RelayAnswer, node: Running) => T;
/** Whom to ask first: each in turn, so that work spreads, or the node that is ahead. */
type First = 'in turn' | 'ahead';

const isSubmitAnswer = isTold('SubmitAnswer');

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
    return (await this.#askOne(organisationId, chainId, request, (answer) => answer)).read;
  }

  /** The same with what is told: a node that tells something else is passed over. Throws NODE_ANSWER_INVALID when none does better. */
  async json<T>(organisationId: string, chainId: string, request: Request, is: Is<T>): Promise<T> {
    return (await this.#askOne(organisationId, chainId, request, readAs(is))).read;
  }

  /** What a module answers a question, without what stands around it. */
  async answerTo<T>(organisationId: string, chainId: string, question: Request, is: Is<T>): Promise<T> {
    return (await this.json(organisationId, chainId, question, isAnswerWith(is))).answer;
  }

  /** From whichever node first gives what fits, for what can be told from its content. The next one is asked as soon as one is slow. */
  async jsonThat<T>(organisationId: string, chainId: string, request: Request & { readonly timeoutMs: number }, is: Is<T>): Promise<T> {
    const order = this.#order(chainId, 'ahead', await this.candidates(organisationId, chainId)).slice(0, GATEWAY_LIMITS.nodesAskedMax);
    const tries = order.map((node) => () => this.#read(node, request, readAs(is)));
    try {
      return await firstOf(tries, { patienceMs: GATEWAY_LIMITS.nodePatienceMs, withinMs: 2 * request.timeoutMs });
    } catch (error) {
      throw (error instanceof NoneOf ? mostTelling(error.errors) : error) ?? problemError('NODE_UNREACHABLE');
    }
  }

  /** What each of several nodes says, for what one alone could lie about. Undefined: it is away, or tells something else. @param readNot of a node's problem */
  async eachOf<T>(organisationId: string, chainId: string, request: Request, is: Is<T>, readNot: (error: ProblemError) => T | undefined): Promise<readonly (T | undefined)[]> {
    const nodes = (await this.candidates(organisationId, chainId)).slice(0, GATEWAY_LIMITS.nodesAskedMax);
    return Promise.all(nodes.map((node) => this.#read(node, request, readAs(is)).catch((error: unknown) => (error instanceof ProblemError ? readNot(error) : undefined))));
  }

  /** Sends something to be recorded, and notes which node saw it become final. */
  async submit(organisationId: string, chainId: string, request: Request, first: First = 'in turn'): Promise<SubmitAnswer> {
    const { read: submitted, nodeId } = await this.#askOne(organisationId, chainId, request, readAs(isSubmitAnswer), first);
    const height = submitted.state === 'final' ? (submitted.height ?? 0) : 0;
    if (height > (this.#ahead.get(chainId)?.height ?? 0)) this.#ahead.set(chainId, { nodeId, height });
    return submitted;
  }

  /** Asks one named node, and no other in its place. */
  async jsonOf<T>(organisationId: string, chainId: string, nodeId: string, request: Request, is: Is<T>): Promise<T> {
    return this.#read(await this.node(organisationId, chainId, nodeId), request, readAs(is));
  }

  async #read<T, N extends Pick<Running, 'nodeId' | 'hostId'>>(node: N, request: Request, read: (answer: RelayAnswer, node: N) => T): Promise<T> {
    const answer = await this.#relay(node.hostId).request({ ...request, nodeId: node.nodeId });
    if (answer.status >= 300) throw problemOf(answer, node);
    return read(answer, node);
  }

  async #askOne<T>(organisationId: string, chainId: string, request: Request, read: Reader<T>, first: First = 'ahead'): Promise<{ readonly read: T; readonly nodeId: string }> {
    const errors: unknown[] = [];
    for (const node of this.#order(chainId, first, await this.candidates(organisationId, chainId))) {
      try {
        return { read: await this.#read(node, request, read), nodeId: node.nodeId };
      } catch (error) {
        if (!mayBeBetter(error, request.method)) throw error;
        errors.push(error);
      }
    }
    throw mostTelling(errors) ?? problemError('NODE_UNREACHABLE');
  }

  #order(chainId: string, first: First, candidates: readonly Running[]): readonly Running[] {
    const ahead = first === 'ahead' ? candidates.find(({ nodeId }) => nodeId === this.#ahead.get(chainId)?.nodeId) : undefined;
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
