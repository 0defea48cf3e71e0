import { X509Certificate } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When badges run out: lists of revoked certificates leave out those that have, and pages of badges go by it. */
export class BadgeEnds1764950000000 implements MigrationInterface {
  readonly name = 'BadgeEnds1764950000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE badges ADD COLUMN valid_until_ms bigint');
    const badges = (await runner.query('SELECT id, certificate_pem FROM badges')) as readonly { id: string; certificate_pem: string }[];
    for (const { id, certificate_pem } of badges) await runner.query('UPDATE badges SET valid_until_ms = $2 WHERE id = $1', [id, Date.parse(new X509Certificate(certificate_pem).validTo)]);
    await runner.query('ALTER TABLE badges ALTER COLUMN valid_until_ms SET NOT NULL');
    await runner.query('CREATE INDEX badges_revoked_of_authority ON badges (authority_id, revoked_at_ms DESC) WHERE revoked_at_ms IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX badges_revoked_of_authority');
    await runner.query('ALTER TABLE badges DROP COLUMN valid_until_ms');
  }
}
