import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { IsNull, MoreThan } from 'typeorm';
import type { SetupRequest, SignedIn } from '@bystack/api';
import { AuditTrail } from '../../platform/audit';
import { Database } from '../../platform/db';
import { fail } from '../../platform/errors';
import { Organisations } from '../organisations';
import { AUTH_LIMITS } from './limits';
import { hashPassword } from './passwords';
import { SetupLinkRow } from './rows';
import { SignIn } from './sign-in';

/** The one-time link of the first start, with which the first administrator takes possession. Only its hash is kept. */
@Injectable()
export class Setup {
  constructor(
    private readonly database: Database,
    private readonly organisations: Organisations,
    private readonly signIn: SignIn,
    private readonly audit: AuditTrail,
  ) {}

  async needed(): Promise<boolean> {
    return !(await this.organisations.hasUsers());
  }

  /** A fresh link replaces older ones: whoever starts the program is whom it is for. */
  async link(): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    const now = Date.now();
    await this.database.transaction(async () => {
      await this.database.manager.delete(SetupLinkRow, { usedAtMs: IsNull() });
      await this.database.manager.insert(SetupLinkRow, {
        tokenHash: hashOf(token),
        createdAtMs: now,
        expiresAtMs: now + AUTH_LIMITS.setupLinkMs,
      });
    });
    return token;
  }

  async complete(request: SetupRequest, response: Response): Promise<SignedIn> {
    if ([...request.password].length < AUTH_LIMITS.passwordCharactersMin)
      fail('PASSWORD_TOO_WEAK', { facts: { minimum: AUTH_LIMITS.passwordCharactersMin }, field: '/password' });
    const { affected } = await this.database.manager.update(
      SetupLinkRow,
      { tokenHash: hashOf(request.token), usedAtMs: IsNull(), expiresAtMs: MoreThan(Date.now()) },
      { usedAtMs: Date.now() },
    );
    if (!affected || !(await this.needed())) fail('SETUP_LINK_INVALID', { field: '/token' });
    const organisation = await this.organisations.founder();
    if (request.organisation) await this.organisations.rename(organisation.id, request.organisation);
    const passwordHash = await hashPassword(request.password);
    const user = await this.organisations.addUser(organisation.id, 'owner', {
      email: request.email.toLowerCase(),
      name: request.name,
      passwordHash,
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

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
