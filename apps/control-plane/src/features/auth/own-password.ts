import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { MemberLink, PasswordChange, PasswordReset, SignedIn } from '@bystack/api';
import { AuditTrail } from '../../platform/audit';
import type { Actor } from '../../platform/auth';
import { fail } from '../../platform/errors';
import { Changes } from '../../platform/events';
import { Organisations } from '../organisations';
import { AUTH_LIMITS } from './limits';
import { OneTimeLinks } from './one-time-links';
import { hashPassword, refuseWeak, verifyPassword } from './passwords';
import { Sessions } from './sessions';
import { SignIn } from './sign-in';

/** A person's password: changed by who knows it, or set anew with a one-time link by who forgot it. Either way the person's other sessions end. */
@Injectable()
export class OwnPassword {
  constructor(
    private readonly organisations: Organisations,
    private readonly links: OneTimeLinks,
    private readonly sessions: Sessions,
    private readonly signIn: SignIn,
    private readonly audit: AuditTrail,
    private readonly changes: Changes,
  ) {}

  /** @throws ProblemError PEOPLE_ONLY, PASSWORD_TOO_WEAK, PASSWORD_WRONG, TOO_MANY_REQUESTS */
  async change(by: Actor, { currentPassword, newPassword }: PasswordChange): Promise<void> {
    const member = by.type === 'user' ? await this.organisations.member(by.id, by.organisationId) : undefined;
    if (!member) return fail('PEOPLE_ONLY');
    refuseWeak(newPassword, '/newPassword');
    this.signIn.limit(`account ${member.user.email}`);
    if (!(await verifyPassword(member.user.passwordHash, currentPassword))) fail('PASSWORD_WRONG', { field: '/currentPassword' });
    await this.#set(by.id, newPassword, by.credentialId);
    this.audit.note({ organisationId: by.organisationId, actor: by, action: 'password.change', subject: { type: 'user', id: by.id } });
  }

  /** A link for the person with this address; undefined: there is none. */
  async linkFor(email: string): Promise<MemberLink | undefined> {
    const user = await this.organisations.userByEmail(email.toLowerCase());
    return user ? this.link(user.id, AUTH_LIMITS.resetLinkMs) : undefined;
  }

  /** With it the person sets a password, once. Older ones count no more. */
  async link(userId: string, lastsMs: number): Promise<MemberLink> {
    return { path: `/reset-password#token=${await this.links.make(userId, lastsMs)}`, expiresAtMs: Date.now() + lastsMs };
  }

  /** @throws ProblemError PASSWORD_TOO_WEAK, RESET_LINK_INVALID */
  async reset({ token, newPassword }: PasswordReset, response: Response): Promise<SignedIn> {
    refuseWeak(newPassword, '/newPassword');
    const userId = (await this.links.use(token))?.userId;
    const member = userId ? await this.organisations.member(userId) : undefined;
    if (!member) return fail('RESET_LINK_INVALID', { field: '/token' });
    await this.#set(member.user.id, newPassword);
    this.audit.note({
      organisationId: member.organisation.id,
      actor: { type: 'user', id: member.user.id, name: member.user.name },
      action: 'password.reset',
      subject: { type: 'user', id: member.user.id },
    });
    this.changes.afterCommit(member.organisation.id, 'members', member.user.id);
    return this.signIn.begin(member.user.id, response);
  }

  async #set(userId: string, password: string, exceptSession?: string): Promise<void> {
    await this.organisations.setPasswordHash(userId, await hashPassword(password));
    await this.sessions.endAll(userId, exceptSession);
  }
}
