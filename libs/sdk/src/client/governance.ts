import type { Approve, Approved, ChainModulesView, ChangeView, DecidedProposal, DecidedWhole, Operation, OutlookView, Page, ProposalMade, ProposalView, Propose, RehearsalView, Rejected, RenewKeys, SubmissionView } from '@bystack/api';
import type { CallOptions, Http } from './http';
import { path } from './path';

/** What a chain's validators decide about. Commands are signed by nodes of this organisation, as their seats. */
export class GovernanceClient {
  constructor(private readonly http: Http) {}

  /** Oldest first. */
  proposals(chainId: string): Promise<Page<ProposalView>> {
    return this.http.json('GET', path`/chains/${chainId}/proposals`);
  }
  /** With everything it would change, also what is too long for the list. */
  proposal(chainId: string, id: number): Promise<ProposalView> {
    return this.http.json('GET', path`/chains/${chainId}/proposals/${id}`);
  }
  /** Those that are over, newest first, with what came of each. @param before where the last page ended: its `next` */
  decided(chainId: string, before?: string): Promise<Page<DecidedProposal>> {
    return this.http.json('GET', `${path`/chains/${chainId}/proposals/decided`}${before === undefined ? '' : `?before=${encodeURIComponent(before)}`}`);
  }
  /** One that is over, with what it changed, or would have, as things stood then. */
  decidedOne(chainId: string, id: number): Promise<DecidedWhole> {
    return this.http.json('GET', path`/chains/${chainId}/proposals/decided/${id}`);
  }
  /** What changes would lead to; changes nothing. */
  outlook(chainId: string, changes: readonly ChangeView[]): Promise<OutlookView> {
    return this.http.json('POST', path`/chains/${chainId}/proposals/outlook`, { changes });
  }
  /** Those in force now, and what is about to change about them. */
  modules(chainId: string): Promise<ChainModulesView> {
    return this.http.json('GET', path`/chains/${chainId}/modules`);
  }
  /** Tries changes of modules out on a node of the chain: the operation ends with a report, `rehearsal` of the same id. */
  rehearse(chainId: string, changes: readonly ChangeView[], options?: CallOptions): Promise<Operation> {
    return this.http.json('POST', path`/chains/${chainId}/rehearsals`, { changes }, options);
  }
  /** The same with the changes of a proposal that waits for votes. */
  rehearseProposal(chainId: string, proposal: number, options?: CallOptions): Promise<Operation> {
    return this.http.json('POST', path`/chains/${chainId}/rehearsals`, { proposal }, options);
  }
  /** Newest first, without their changes. */
  rehearsals(chainId: string): Promise<Page<RehearsalView>> {
    return this.http.json('GET', path`/chains/${chainId}/rehearsals`);
  }
  rehearsal(chainId: string, id: string): Promise<RehearsalView> {
    return this.http.json('GET', path`/chains/${chainId}/rehearsals/${id}`);
  }
  /** Refused with the arithmetic before it is sent, if it would leave no quorum. */
  propose(chainId: string, request: Propose, options?: CallOptions): Promise<ProposalMade> {
    return this.http.json('POST', path`/chains/${chainId}/proposals`, request, options);
  }
  /** By default with as many seats of this organisation as are still needed. */
  approve(chainId: string, id: number, request: Approve = {}, options?: CallOptions): Promise<Approved> {
    return this.http.json('POST', path`/chains/${chainId}/proposals/${id}/approvals`, request, options);
  }
  /** A fresh voting key for the seat of a node, voted with from the next epoch on; or one of another scheme, for when the chain changes to it. */
  renewKeys(chainId: string, nodeId: string, request: RenewKeys = {}, options?: CallOptions): Promise<SubmissionView> {
    return this.http.json('POST', path`/chains/${chainId}/nodes/${nodeId}/voting-keys`, request, options);
  }
  /** Votes against it, by default with as many seats of this organisation as it takes to end it. */
  reject(chainId: string, id: number, request: Approve = {}, options?: CallOptions): Promise<Rejected> {
    return this.http.json('POST', path`/chains/${chainId}/proposals/${id}/rejections`, request, options);
  }
  withdraw(chainId: string, id: number, options?: CallOptions): Promise<SubmissionView> {
    return this.http.json('POST', path`/chains/${chainId}/proposals/${id}/withdrawal`, {}, options);
  }
}
