import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LessThan, MoreThan } from 'typeorm';
import type { EnrolAnswer, EnrolRequest, JoinToken, RenewRequest } from '@bystack/api';
import { AuditTrail } from '../../platform/audit';
import { Database } from '../../platform/db';
import { fail } from '../../platform/errors';
import { Changes } from '../../platform/events';
import { Jobs } from '../../platform/queue';
import { Authority, type IssuedCertificate } from './authority';
import { HOST_LIMITS } from './limits';
import { HostRow, JoinTokenRow } from './rows';

/** How a machine becomes a host: a join token, used once, buys its first certificate; the certificate buys the next ones. */
@Injectable()
export class Enrolment implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly authority: Authority,
    private readonly audit: AuditTrail,
    private readonly changes: Changes,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    const run = async () => void (await this.database.manager.delete(JoinTokenRow, { expiresAtMs: LessThan(Date.now()) }));
    this.jobs.define({ name: 'forget-join-tokens', everyMs: HOST_LIMITS.joinTokenMs, run });
  }

  /** @param url where agents dial. @returns the token as a person copies it. */
  async makeToken(organisationId: string, url: string): Promise<{ readonly token: string; readonly expiresAtMs: number }> {
    const secret = randomBytes(32).toString('base64url');
    const now = Date.now();
    const expiresAtMs = now + HOST_LIMITS.joinTokenMs;
    await this.database.manager.insert(JoinTokenRow, {
      secretHash: sha256(secret),
      organisationId,
      createdAtMs: now,
      expiresAtMs,
      usedAtMs: null,
      hostId: null,
      publicKeyHash: null,
    });
    const token: JoinToken = { url, caFingerprint: await this.authority.fingerprint(), secret };
    return { token: Buffer.from(JSON.stringify(token)).toString('base64url'), expiresAtMs };
  }

  async enrol({ secret, csrPem, facts }: EnrolRequest): Promise<EnrolAnswer> {
    const { request, publicKeyHash } = await this.authority.readRequest(csrPem);
    return this.database.transaction(async () => {
      const token = await this.database.manager.findOne(JoinTokenRow, {
        where: { secretHash: sha256(secret), expiresAtMs: MoreThan(Date.now()) },
        lock: { mode: 'pessimistic_write' },
      });
      if (!token || (token.usedAtMs !== null && token.publicKeyHash !== publicKeyHash)) fail('JOIN_TOKEN_INVALID', { field: '/secret' });
      const hostId = token.hostId ?? randomUUID();
      const certificate = await this.authority.issueToHost(hostId, request);
      if (token.hostId) await this.#replaceCertificate(hostId, certificate);
      else await this.#addHost(token, { hostId, publicKeyHash, facts, certificate });
      return this.#answer(hostId, certificate);
    });
  }

  /** The certificate in use stays good until the new one is used first. */
  async renew(hostId: string, { csrPem }: RenewRequest): Promise<EnrolAnswer> {
    const { request } = await this.authority.readRequest(csrPem);
    const certificate = await this.authority.issueToHost(hostId, request);
    const { affected } = await this.database.manager.update(HostRow, { id: hostId }, { nextCertificateSerial: certificate.serial });
    if (!affected) fail('NOT_SIGNED_IN');
    return this.#answer(hostId, certificate);
  }

  /** @returns the host whose certificate this is, while it counts. */
  async hostOf(hostId: string, serial: string, expiresAtMs: number): Promise<HostRow | undefined> {
    const host = await this.database.manager.findOneBy(HostRow, { id: hostId });
    if (!host || (serial !== host.certificateSerial && serial !== host.nextCertificateSerial)) return undefined;
    if (serial === host.nextCertificateSerial)
      await this.database.manager.update(
        HostRow,
        { id: hostId },
        { certificateSerial: serial, nextCertificateSerial: null, certificateExpiresAtMs: expiresAtMs },
      );
    return host;
  }

  async #addHost(
    token: JoinTokenRow,
    {
      hostId,
      publicKeyHash,
      facts,
      certificate,
    }: { hostId: string; publicKeyHash: string; facts: EnrolRequest['facts']; certificate: IssuedCertificate },
  ): Promise<void> {
    const { organisationId, secretHash } = token;
    await this.database.manager.insert(HostRow, {
      id: hostId,
      organisationId,
      createdAtMs: Date.now(),
      facts: facts as never,
      certificateSerial: certificate.serial,
      nextCertificateSerial: null,
      certificateExpiresAtMs: certificate.expiresAtMs,
      desiredRevision: 0,
      appliedRevision: 0,
      lastSeenAtMs: null,
    });
    await this.database.manager.update(JoinTokenRow, { secretHash }, { usedAtMs: Date.now(), hostId, publicKeyHash });
    this.audit.note({
      organisationId,
      actor: { type: 'agent', id: hostId, name: facts.name },
      action: 'host.enrol',
      subject: { type: 'host', id: hostId },
      details: { runtime: facts.runtime },
    });
    this.changes.afterCommit(organisationId, 'hosts', hostId);
  }

  async #replaceCertificate(hostId: string, { serial, expiresAtMs }: IssuedCertificate): Promise<void> {
    const { affected } = await this.database.manager.update(
      HostRow,
      { id: hostId },
      { certificateSerial: serial, certificateExpiresAtMs: expiresAtMs, nextCertificateSerial: null },
    );
    if (!affected) fail('JOIN_TOKEN_INVALID', { field: '/secret' });
  }

  async #answer(hostId: string, { pem }: IssuedCertificate): Promise<EnrolAnswer> {
    return { hostId, certificatePem: pem, caPem: await this.authority.pem() };
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
