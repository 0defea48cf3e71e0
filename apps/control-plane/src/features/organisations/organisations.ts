import { randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import type { Role } from '@bystack/api';
import { keyPairFromSeed, type KeyPair } from '@bystack/chain-core/crypto/sign';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { Seal } from '../../platform/config';
import { Database } from '../../platform/db';
import { MembershipRow, OrganisationRow, UserRow } from './rows';

export interface Member {
  readonly user: UserRow;
  readonly organisation: OrganisationRow;
  readonly role: Role;
}

/** What the installation's own organisation is called until the setup names it. */
export const UNNAMED = 'My organisation';

@Injectable()
export class Organisations {
  constructor(
    private readonly database: Database,
    private readonly seal: Seal,
  ) {}

  /** The installation's own organisation, made on the first start, before anybody has signed in. */
  async founder(): Promise<OrganisationRow> {
    return this.database.transaction(async () => {
      await this.database.manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', ['organisations:founder']);
      const [first] = await this.database.manager.find(OrganisationRow, { order: { createdAtMs: 'ASC' }, take: 1 });
      // A key file that does not belong to this database is found now, not when somebody records something.
      if (first) this.seal.open(first.signingKeySealed);
      return first ?? this.create(UNNAMED);
    });
  }

  async create(name: string): Promise<OrganisationRow> {
    const seed = randomBytes(32);
    const row = {
      id: randomUUID(),
      name,
      createdAtMs: Date.now(),
      signingPublicKey: toHex(keyPairFromSeed(seed).publicKey),
      signingKeySealed: this.seal.close(seed),
    };
    await this.database.manager.insert(OrganisationRow, row);
    return row;
  }

  async rename(id: string, name: string): Promise<void> {
    await this.database.manager.update(OrganisationRow, { id }, { name });
  }

  byId(id: string): Promise<OrganisationRow> {
    return this.database.manager.findOneByOrFail(OrganisationRow, { id });
  }

  /** The key that signs submissions of people who have none; the receipt names it. */
  async signingKey(id: string): Promise<KeyPair> {
    return keyPairFromSeed(this.seal.open((await this.byId(id)).signingKeySealed));
  }

  async addUser(organisationId: string, role: Role, user: Pick<UserRow, 'email' | 'name' | 'passwordHash' | 'joinedAtMs'>): Promise<UserRow> {
    const row = { id: randomUUID(), createdAtMs: Date.now(), ...user };
    await this.database.manager.insert(UserRow, row);
    await this.database.manager.insert(MembershipRow, { organisationId, userId: row.id, role });
    return row;
  }

  /** Set by the person: who was invited has joined with it. */
  async setPasswordHash(userId: string, passwordHash: string): Promise<void> {
    await this.database.manager.update(UserRow, { id: userId }, { passwordHash });
    await this.database.manager.update(UserRow, { id: userId, joinedAtMs: IsNull() }, { joinedAtMs: Date.now() });
  }

  async hasUsers(): Promise<boolean> {
    return this.database.manager.exists(UserRow);
  }

  userByEmail(email: string): Promise<UserRow | null> {
    return this.database.manager.findOneBy(UserRow, { email });
  }

  /** The user's first membership, or in `organisationId`. */
  async member(userId: string, organisationId?: string): Promise<Member | undefined> {
    const { manager } = this.database;
    const membership = await manager.findOneBy(MembershipRow, { userId, ...(organisationId ? { organisationId } : {}) });
    const user = membership && (await manager.findOneBy(UserRow, { id: userId }));
    return membership && user ? { user, role: membership.role, organisation: await this.byId(membership.organisationId) } : undefined;
  }
}
