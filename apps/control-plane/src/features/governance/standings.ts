import { Injectable } from '@nestjs/common';
import { PROBLEMS, type DecidedProposal, type Standing } from '@bystack/api';
import { codeOf, rowError, type ProblemError } from '../../platform/errors';
import { DecidedProposals } from './decided-proposals';
import { Proposals } from './proposals';

/** Where a proposal stands, or what became of it: what whoever decided something hears, also when it is over by then. */
@Injectable()
export class Standings {
  constructor(
    private readonly proposals: Proposals,
    private readonly decided: DecidedProposals,
  ) {}

  async of(organisationId: string, chainId: string, id: number): Promise<Standing> {
    const proposal = await this.proposals.find(organisationId, chainId, id);
    return { proposal, decided: proposal === null ? await this.decided.find(organisationId, chainId, id) : null };
  }

  /** Of what was refused because the proposal does not wait: how it ended, if it did and the chain remembers. */
  async explained(organisationId: string, chainId: string, id: number, error: unknown): Promise<unknown> {
    if (codeOf(error) !== 'NO_SUCH_CHANGE') return error;
    const decided = await this.decided.find(organisationId, chainId, id);
    return decided === null ? error : overError(decided);
  }
}

export function overError({ id, outcome, outcomeWords, height }: DecidedProposal): ProblemError {
  const { status, en, zh } = PROBLEMS.PROPOSAL_OVER;
  const row = { status, en: `${en} ${outcomeWords.en}`, zh: `${zh}${outcomeWords.zh}` };
  return rowError('PROPOSAL_OVER', row, { facts: { proposal: id, outcome, height } });
}
