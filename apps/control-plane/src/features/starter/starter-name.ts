import { Injectable, type OnModuleInit } from '@nestjs/common';
import { objectOf } from '@bystack/api';
import { SYSTEM } from '../../platform/auth';
import { ProblemError } from '../../platform/errors';
import { Installation } from '../../platform/installation';
import { DONE, Jobs } from '../../platform/queue';
import { Queries, Submissions } from '../gateway';
import { Organisations, UNNAMED } from '../organisations';

const LOOK_MS = 3_000;
/** How members that anybody may become are called: the only kind a founder is named in. */
const IDENTITY = 'open-registration';
/** What the chain will not say otherwise about another time: the name stays as it is. */
const FOR_EVER = new Set(['NOT_FOUND', 'UNKNOWN_QUERY', 'UNKNOWN_COMMAND', 'NAME_INVALID', 'NAME_TAKEN', 'PAYLOAD_INVALID']);

/** The starter chain is made before anybody has said what the organisation is called. Once that is said its member there takes that name, by the chain's own command, unless it was called otherwise meanwhile. */
@Injectable()
export class StarterName implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly installation: Installation,
    private readonly organisations: Organisations,
    private readonly queries: Queries,
    private readonly submissions: Submissions,
  ) {}

  onModuleInit(): void {
    this.jobs.define({ name: 'name-starter', everyMs: LOOK_MS, run: () => this.look() });
  }

  /** What the chain cannot do now is tried again at the next look; once the name is settled there is none. */
  async look(): Promise<void | typeof DONE> {
    const { chainId, done, named } = await this.installation.starter();
    if (named) return DONE;
    if (chainId === null || !done) return;
    const { id: organisationId, name, signingPublicKey } = await this.organisations.founder();
    if (name === UNNAMED) return;
    try {
      await this.#take({ organisationId, chainId, name, key: signingPublicKey });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      if (!FOR_EVER.has(error.problem.code)) return;
    }
    await this.installation.starterNamed();
    return DONE;
  }

  async #take({ organisationId, chainId, name, key }: { organisationId: string; chainId: string; name: string; key: string }): Promise<void> {
    const { answer } = await this.queries.ask(organisationId, chainId, { module: IDENTITY, query: 'whoIs', args: { key } });
    if (objectOf(answer).name !== UNNAMED) return;
    const keyed = { organisationId, actorId: SYSTEM.id, key: `starter ${chainId} name`, requestHash: '' };
    await this.submissions.submit({ organisationId, actor: SYSTEM }, chainId, { module: IDENTITY, command: 'rename', payload: { name } }, keyed);
  }
}
