import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Badges that their authority revoked, and the newest list of them that it signed. */
export class RevokedBadges1764900000000 implements MigrationInterface {
  readonly name = 'RevokedBadges1764900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE badges ADD COLUMN revoked_at_ms bigint, ADD COLUMN revocation_reason text');
    await runner.query('ALTER TABLE badge_authorities ADD COLUMN list_number bigint NOT NULL DEFAULT 0, ADD COLUMN list_made_at_ms bigint, ADD COLUMN list_der bytea');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE badge_authorities DROP COLUMN list_number, DROP COLUMN list_made_at_ms, DROP COLUMN list_der');
    await runner.query('ALTER TABLE badges DROP COLUMN revoked_at_ms, DROP COLUMN revocation_reason');
  }
}
