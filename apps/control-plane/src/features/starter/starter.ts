import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Template } from '@bystack/api';
import { SYSTEM } from '../../platform/auth';
import { SETTINGS, type Settings } from '../../platform/config';
import { Database } from '../../platform/db';
import { ProblemError } from '../../platform/errors';
import { Installation } from '../../platform/installation';
import { ChainCreation } from '../chains';
import { Submissions } from '../gateway';
import { Operations } from '../operations';
import { Organisations } from '../organisations';
import { Templates } from '../templates';

export interface StarterNews {
  readonly starter: 'creating' | 'running' | 'recorded' | 'failed';
  readonly detail: string;
}
const LOOK_MS = 250;
/** How long the first host may take to come. */
const PATIENCE_MS = 10 * 60_000;

/** The chain a fresh installation shows: made once, ever, from a template, with the template's samples recorded on it. Picks up where a crash left it. */
@Injectable()
export class Starter implements BeforeApplicationShutdown {
  readonly #log = new Logger('starter');
  readonly #stopped = new AbortController();

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly database: Database,
    private readonly installation: Installation,
    private readonly organisations: Organisations,
    private readonly templates: Templates,
    private readonly creation: ChainCreation,
    private readonly operations: Operations,
    private readonly submissions: Submissions,
  ) {}

  async pending(): Promise<boolean> {
    return this.settings.starter !== null && !(await this.installation.starter()).done;
  }

  /** Returns when it is recorded or failed. */
  async run(tell: (news: StarterNews) => void): Promise<void> {
    try {
      const template = this.templates.get(this.settings.starter ?? '');
      const { id: organisationId } = await this.organisations.founder();
      const chainId = await this.#make(organisationId, template, tell);
      await this.#expectRunning(organisationId, chainId);
      tell({ starter: 'running', detail: `The starter chain runs with ${template.validators} validators.` });
      await this.#record(organisationId, chainId, template);
      await this.installation.starterDone();
      tell({ starter: 'recorded', detail: `${template.samples.length} samples are recorded on it.` });
    } catch (error) {
      if (this.#stopped.signal.aborted) return;
      this.#log.error(error);
      tell({ starter: 'failed', detail: error instanceof ProblemError ? error.problem.detail : (error as Error).message });
    }
  }

  beforeApplicationShutdown(): void {
    this.#stopped.abort();
  }

  async #make(organisationId: string, template: Template, tell: (news: StarterNews) => void): Promise<string> {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      const made = await this.#tryMake(organisationId, template, performance.now() > deadline);
      if (made) {
        tell({ starter: 'creating', detail: `Making a starter chain from “${template.title.en}”.` });
        return made;
      }
      await sleep(LOOK_MS, undefined, { signal: this.#stopped.signal });
    }
  }

  /** @returns undefined while no host has room. Chain and the note that it was made are one transaction. */
  #tryMake(organisationId: string, template: Template, last: boolean): Promise<string | undefined> {
    return this.database
      .transaction(async () => {
        const { chainId } = await this.installation.starter();
        if (
          chainId &&
          (await this.operations.list(organisationId, 200)).some(
            ({ kind, subject, state }) => kind === 'chain.create' && subject.id === chainId && state !== 'failed',
          )
        )
          return chainId;
        const { chain } = await this.creation.create({ organisationId, actor: SYSTEM }, { name: 'starter', template: template.name });
        await this.installation.starterMade(chain.chainId);
        return chain.chainId;
      })
      .catch((error: unknown) => {
        if (!last && error instanceof ProblemError && (error.problem.code === 'NO_HOST_WITH_ROOM' || error.problem.code === 'NAME_TAKEN'))
          return undefined;
        throw error;
      });
  }

  async #expectRunning(organisationId: string, chainId: string): Promise<void> {
    for (;;) {
      const operation = (await this.operations.list(organisationId, 200)).find(
        ({ kind, subject }) => kind === 'chain.create' && subject.id === chainId,
      );
      if (operation?.state === 'succeeded') return;
      if (operation?.state === 'failed') throw new Error(operation.problem?.detail ?? 'creating it failed');
      await sleep(LOOK_MS, undefined, { signal: this.#stopped.signal });
    }
  }

  async #record(organisationId: string, chainId: string, { samples }: Template): Promise<void> {
    for (const [index, { module, command, payload }] of samples.entries()) {
      const key = { organisationId, actorId: SYSTEM.id, key: `starter ${chainId} ${index}`, requestHash: '' };
      await this.submissions.submit({ organisationId, actor: SYSTEM }, chainId, { module, command, payload, wait: 'final' }, key);
    }
  }
}
