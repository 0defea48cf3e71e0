import { AccountClient } from './account';
import { AssetsClient } from './assets';
import { BadgesClient } from './badges';
import { CatalogueClient, HostsClient } from './catalogue';
import { ChainClient } from './chain';
import { ChainsClient } from './chains';
import { serverEvents, type ServerEvent } from './events';
import { GovernanceClient } from './governance';
import { Http, type HttpOptions } from './http';
import { OperationsClient } from './operations';
import { path, query } from './path';

/** One control plane, seen through its REST. Every method throws ApiProblem, Unreachable or UnexpectedAnswer. */
export class BystackClient {
  readonly #http: Http;
  readonly account: AccountClient;
  readonly assets: AssetsClient;
  readonly badges: BadgesClient;
  readonly catalogue: CatalogueClient;
  readonly hosts: HostsClient;
  readonly chains: ChainsClient;
  readonly governance: GovernanceClient;
  readonly operations: OperationsClient;

  constructor(options: HttpOptions) {
    this.#http = new Http(options);
    this.account = new AccountClient(this.#http);
    this.assets = new AssetsClient(this.#http);
    this.badges = new BadgesClient(this.#http);
    this.catalogue = new CatalogueClient(this.#http);
    this.hosts = new HostsClient(this.#http);
    this.chains = new ChainsClient(this.#http);
    this.governance = new GovernanceClient(this.#http);
    this.operations = new OperationsClient(this.#http);
  }

  /** One chain, for typed calls and questions: `chain(id).module('fee@2.0.0').query('account', { key })`. Nothing is asked yet. */
  chain(chainId: string): ChainClient {
    return new ChainClient(this.chains, chainId);
  }
  /** `changed` {topic, id}: what to fetch again. */
  changes(signal?: AbortSignal): AsyncGenerator<ServerEvent> {
    return serverEvents(this.#http, '/events', signal);
  }
  /** `final` (BlockSummary) and `event` (EventView) of one chain. */
  chainEvents(chainId: string, fromHeight?: number, signal?: AbortSignal): AsyncGenerator<ServerEvent> {
    return serverEvents(this.#http, path`/chains/${chainId}/events` + query({ from: fromHeight }), signal);
  }
  operationEvents(id: string, signal?: AbortSignal): AsyncGenerator<ServerEvent> {
    return serverEvents(this.#http, path`/operations/${id}/events`, signal);
  }
  followLogs(chainId: string, nodeId: string, signal?: AbortSignal): AsyncGenerator<ServerEvent> {
    return serverEvents(this.#http, path`/chains/${chainId}/nodes/${nodeId}/logs` + query({ follow: 1, tail: 20 }), signal);
  }
}
