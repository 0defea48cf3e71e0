import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Me, SignedIn, SignInRequest } from '@bystack/api';
import { PERMISSIONS, type Actor } from '../../platform/auth';
import { AuditTrail } from '../../platform/audit';
import { SETTINGS, type Settings } from '../../platform/config';
import { fail } from '../../platform/errors';
import { WindowCounter } from '../../platform/rate';
import { Organisations, type Member } from '../organisations';
import { NOBODYS_HASH, verifyPassword } from './passwords';
import { Sessions } from './sessions';

@Injectable()
export class SignIn {
  readonly #tries = new WindowCounter(60_000);

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly organisations: Organisations,
    private readonly sessions: Sessions,
    private readonly audit: AuditTrail,
  ) {}

  async withPassword({ email, password }: SignInRequest, request: Request, response: Response): Promise<SignedIn> {
    const account = email.toLowerCase();
    this.limit(`account ${account}`, `address ${request.socket.remoteAddress ?? ''}`);
    const user = await this.organisations.userByEmail(account);
    const right = await verifyPassword(user?.passwordHash ?? (await NOBODYS_HASH), password);
    if (!user || !right) return fail('SIGN_IN_FAILED');
    return this.begin(user.id, response);
  }

  async begin(userId: string, response: Response): Promise<SignedIn> {
    const member = (await this.organisations.member(userId)) ?? fail('SIGN_IN_FAILED');
    await this.sessions.begin(userId, member.organisation.id, response);
    this.audit.note({
      organisationId: member.organisation.id,
      actor: { type: 'user', id: userId, name: member.user.name },
      action: 'session.begin',
      subject: { type: 'user', id: userId },
    });
    return meOf(member);
  }

  async me(actor: Actor): Promise<Me> {
    const member = actor.type === 'user' ? await this.organisations.member(actor.id, actor.organisationId) : undefined;
    if (member) return meOf(member);
    const organisation = await this.organisations.byId(actor.organisationId);
    return {
      userId: actor.id,
      email: '',
      name: actor.name,
      organisationId: organisation.id,
      organisationName: organisation.name,
      role: actor.role,
      permissions: PERMISSIONS[actor.role],
    };
  }

  /** Guesses are counted by who is guessed at and by who guesses. @throws ProblemError TOO_MANY_REQUESTS */
  limit(...keys: readonly string[]): void {
    const counts = keys.map((key) => this.#tries.add(key));
    if (Math.max(...counts) > this.settings.rateLimits.signInPerMinute)
      fail('TOO_MANY_REQUESTS', { facts: { retryAfterSeconds: Math.ceil(this.#tries.remainingMs / 1000) } });
  }
}

function meOf({ user, organisation, role }: Member): Me {
  return {
    userId: user.id,
    email: user.email,
    name: user.name,
    organisationId: organisation.id,
    organisationName: organisation.name,
    role,
    permissions: PERMISSIONS[role],
  };
}
