import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import type { Response } from 'express';
import { In, IsNull, LessThan, MoreThan, Not } from 'typeorm';
import { AuditTrail } from '../../platform/audit';
import type { Actor } from '../../platform/auth';
import { Database } from '../../platform/db';
import { LiveStreams } from '../../platform/events';
import { Jobs } from '../../platform/queue';
import { Organisations } from '../organisations';
import { AUTH_LIMITS } from './limits';
import { SessionRow } from './rows';

export const SESSION_COOKIE = 'bystack_session';

/** What the cookie's token says; everything else is looked up. */
export interface SessionClaims {
  readonly sub: string;
  readonly sid: string;
  readonly iat: number;
}

/** The cookie is a short signed token; the row on the server is what sign-out ends. */
@Injectable()
export class Sessions implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jwt: JwtService,
    private readonly organisations: Organisations,
    private readonly streams: LiveStreams,
    private readonly audit: AuditTrail,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    const run = async () => void (await this.database.manager.delete(SessionRow, { expiresAtMs: LessThan(Date.now()) }));
    this.jobs.define({ name: 'forget-sessions', everyMs: AUTH_LIMITS.sessionMs, run });
  }

  async begin(userId: string, organisationId: string, response: Response): Promise<void> {
    const now = Date.now();
    const id = randomUUID();
    await this.database.manager.insert(SessionRow, {
      id,
      organisationId,
      userId,
      createdAtMs: now,
      expiresAtMs: now + AUTH_LIMITS.sessionMs,
    });
    this.setCookie(response, userId, id);
  }

  setCookie(response: Response, userId: string, sessionId: string): void {
    const token = this.jwt.sign({ sub: userId, sid: sessionId });
    response.cookie(SESSION_COOKIE, token, {
      httpOnly: true,
      sameSite: 'strict',
      path: '/',
      secure: response.req.secure,
      maxAge: AUTH_LIMITS.cookieMs,
    });
  }

  /** @returns who this is, while the session counts. */
  async actor({ sub, sid }: SessionClaims): Promise<Actor | undefined> {
    const session = await this.database.manager.findOneBy(SessionRow, {
      id: sid,
      userId: sub,
      revokedAtMs: IsNull(),
      expiresAtMs: MoreThan(Date.now()),
    });
    const member = session && (await this.organisations.member(sub, session.organisationId));
    if (!member) return undefined;
    return { type: 'user', id: sub, name: member.user.name, organisationId: member.organisation.id, role: member.role, credentialId: sid };
  }

  /** Ends what the person has open elsewhere, live streams too. */
  async endAll(userId: string, exceptId?: string): Promise<void> {
    const open = await this.database.manager.findBy(SessionRow, { userId, revokedAtMs: IsNull(), ...(exceptId ? { id: Not(exceptId) } : {}) });
    const ids = open.map(({ id }) => id);
    await this.database.manager.update(SessionRow, { id: In(ids) }, { revokedAtMs: Date.now() });
    this.database.afterCommit(() => ids.forEach((id) => this.streams.revoke(id)));
  }

  /** The person is going to be gone. */
  async forget(userId: string): Promise<void> {
    await this.endAll(userId);
    await this.database.manager.delete(SessionRow, { userId });
  }

  async end(by: Actor, response: Response): Promise<void> {
    await this.database.manager.update(SessionRow, { id: by.credentialId }, { revokedAtMs: Date.now() });
    this.audit.note({ organisationId: by.organisationId, actor: by, action: 'session.end', subject: { type: 'user', id: by.id } });
    this.database.afterCommit(() => this.streams.revoke(by.credentialId));
    response.clearCookie(SESSION_COOKIE, { path: '/' });
  }
}
