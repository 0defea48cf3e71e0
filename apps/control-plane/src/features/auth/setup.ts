import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { SetupRequest, SignedIn } from '@bystack/api';
import { AuditTrail } from '../../platform/audit';
import { fail } from '../../platform/errors';
import { Organisations } from '../organisations';
import { AUTH_LIMITS } from './limits';
import { OneTimeLinks } from './one-time-links';
import { hashPassword, refuseWeak } from './passwords';
import { SignIn } from './sign-in';

/** The one-time link of the first start, with which the first administrator takes possession. */
@Injectable()
export class Setup {
  constructor(
    private readonly links: OneTimeLinks,
    private readonly organisations: Organisations,
    private readonly signIn: SignIn,
    private readonly audit: AuditTrail,
  ) {}

  async needed(): Promise<boolean> {
    return !(await this.organisations.hasUsers());
  }

  /** Whoever starts the program is whom it is for. */
  link(): Promise<string> {
    return this.links.make(null, AUTH_LIMITS.setupLinkMs);
  }

  async complete(request: SetupRequest, response: Response): Promise<SignedIn> {
    refuseWeak(request.password, '/password');
    const link = await this.links.use(request.token);
    if (link?.userId !== null || !(await this.needed())) fail('SETUP_LINK_INVALID', { field: '/token' });
    const organisation = await this.organisations.founder();
    if (request.organisation) await this.organisations.rename(organisation.id, request.organisation);
    const passwordHash = await hashPassword(request.password);
    const user = await this.organisations.addUser(organisation.id, 'owner', {
      email: request.email.toLowerCase(),
      name: request.name,
      passwordHash,
      joinedAtMs: Date.now(),
    });
    this.audit.note({
      organisationId: organisation.id,
      actor: { type: 'user', id: user.id, name: user.name },
      action: 'setup.complete',
      subject: { type: 'user', id: user.id },
    });
    return this.signIn.begin(user.id, response);
  }
}
