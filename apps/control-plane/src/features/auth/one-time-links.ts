import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan } from 'typeorm';
import { Database } from '../../platform/db';
import { SetupLinkRow } from './rows';

/** Links with which a password is set once. Only their hashes are kept. */
@Injectable()
export class OneTimeLinks {
  constructor(private readonly database: Database) {}

  /**
   * A fresh link replaces older ones for the same person.
   * @param userId null: for the first administrator, who is nobody yet
   * @returns the secret part of the link
   */
  async make(userId: string | null, lastsMs: number): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    const now = Date.now();
    await this.database.transaction(async () => {
      await this.database.manager.delete(SetupLinkRow, { usedAtMs: IsNull(), userId: userId ?? IsNull() });
      await this.database.manager.insert(SetupLinkRow, { tokenHash: hashOf(token), userId, createdAtMs: now, expiresAtMs: now + lastsMs });
    });
    return token;
  }

  /** @returns the link, which from now on is used; undefined when it does not count. */
  async use(token: string): Promise<SetupLinkRow | undefined> {
    const tokenHash = hashOf(token);
    const fresh = { tokenHash, usedAtMs: IsNull(), expiresAtMs: MoreThan(Date.now()) };
    const { affected } = await this.database.manager.update(SetupLinkRow, fresh, { usedAtMs: Date.now() });
    return affected ? this.database.manager.findOneByOrFail(SetupLinkRow, { tokenHash }) : undefined;
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
