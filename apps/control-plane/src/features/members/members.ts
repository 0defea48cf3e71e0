import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { InviteMember, JsonObject, MemberInvited, MemberLink, MemberView, Role } from '@bystack/api';
import { AuditTrail } from '../../platform/audit';
import type { Actor } from '../../platform/auth';
import { Database } from '../../platform/db';
import { fail } from '../../platform/errors';
import { Changes } from '../../platform/events';
import { AUTH_LIMITS, hashPassword, OwnPassword, Sessions } from '../auth';
import { MembershipRow, Organisations, UserRow } from '../organisations';

/** The people of an organisation and what each may do. */
@Injectable()
export class Members {
  constructor(
    private readonly database: Database,
    private readonly organisations: Organisations,
    private readonly passwords: OwnPassword,
    private readonly sessions: Sessions,
    private readonly audit: AuditTrail,
    private readonly changes: Changes,
  ) {}

  async list(organisationId: string): Promise<readonly MemberView[]> {
    const memberships = await this.database.manager.findBy(MembershipRow, { organisationId });
    const users = await this.database.manager.find(UserRow, { where: { id: In(memberships.map(({ userId }) => userId)) }, order: { createdAtMs: 'ASC', id: 'ASC' } });
    const roles = new Map(memberships.map(({ userId, role }) => [userId, role]));
    return users.map((user) => viewOf(user, roles.get(user.id)!));
  }

  /** @throws ProblemError EMAIL_TAKEN */
  async invite(by: Actor, { email, name, role }: InviteMember): Promise<MemberInvited> {
    await this.#inTurn();
    const address = email.toLowerCase();
    if (await this.organisations.userByEmail(address)) fail('EMAIL_TAKEN', { field: '/email' });
    // Nobody knows this one: until the link is used there is nothing to sign in with.
    const passwordHash = await hashPassword(randomBytes(32).toString('base64url'));
    const user = await this.organisations.addUser(by.organisationId, role, { email: address, name, passwordHash, joinedAtMs: null });
    this.#noted(by, 'member.invite', user.id, { name, role });
    return { member: viewOf(user, role), ...(await this.passwords.link(user.id, AUTH_LIMITS.invitationMs)) };
  }

  /** @throws ProblemError NOT_FOUND, LAST_OWNER */
  async setRole(by: Actor, userId: string, role: Role): Promise<MemberView> {
    await this.#inTurn();
    const before = await this.#member(by, userId);
    if (before.role === role) return before;
    if (before.role === 'owner') await this.#expectOtherOwner(by, userId);
    await this.database.manager.update(MembershipRow, { organisationId: by.organisationId, userId }, { role });
    this.#noted(by, 'member.role', userId, { name: before.name, role });
    return { ...before, role };
  }

  /** @throws ProblemError NOT_FOUND */
  async link(by: Actor, userId: string): Promise<MemberLink> {
    const { name, isInvited } = await this.#member(by, userId);
    this.#noted(by, 'member.link', userId, { name });
    return this.passwords.link(userId, isInvited ? AUTH_LIMITS.invitationMs : AUTH_LIMITS.resetLinkMs);
  }

  /** @throws ProblemError NOT_FOUND, LAST_OWNER */
  async remove(by: Actor, userId: string): Promise<void> {
    await this.#inTurn();
    const { name, role } = await this.#member(by, userId);
    if (role === 'owner') await this.#expectOtherOwner(by, userId);
    await this.sessions.forget(userId);
    await this.database.manager.delete(MembershipRow, { organisationId: by.organisationId, userId });
    if (!(await this.database.manager.existsBy(MembershipRow, { userId }))) await this.database.manager.delete(UserRow, { id: userId });
    this.#noted(by, 'member.remove', userId, { name, role });
  }

  async #member({ organisationId }: Actor, userId: string): Promise<MemberView> {
    const { user, role } = (await this.organisations.member(userId, organisationId)) ?? fail('NOT_FOUND');
    return viewOf(user, role);
  }

  /** Two owners who lower each other at the same time must not both succeed. */
  async #inTurn(): Promise<void> {
    await this.database.manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', ['members']);
  }

  /** Somebody who has joined: an invitation may never be taken up. */
  async #expectOtherOwner({ organisationId }: Actor, userId: string): Promise<void> {
    const members = await this.list(organisationId);
    if (!members.some((other) => other.role === 'owner' && !other.isInvited && other.userId !== userId)) fail('LAST_OWNER');
  }

  #noted(by: Actor, action: string, userId: string, details: JsonObject): void {
    this.audit.note({ organisationId: by.organisationId, actor: by, action, subject: { type: 'user', id: userId }, details });
    this.changes.afterCommit(by.organisationId, 'members', userId);
  }
}

function viewOf({ id, email, name, createdAtMs, joinedAtMs }: UserRow, role: Role): MemberView {
  return { userId: id, email, name, role, addedAtMs: createdAtMs, isInvited: joinedAtMs === null };
}
