import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Certificate authorities kept for organisations, and the certificates they issued. */
export class Badges1764650000000 implements MigrationInterface {
  readonly name = 'Badges1764650000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE badge_authorities (id text PRIMARY KEY, organisation_id text NOT NULL REFERENCES organisations, name text NOT NULL, certificate_pem text NOT NULL,
      private_key_sealed bytea NOT NULL, created_at_ms bigint NOT NULL)`);
    await runner.query('CREATE INDEX badge_authorities_of_organisation ON badge_authorities (organisation_id)');
    await runner.query(`CREATE TABLE badges (id text PRIMARY KEY, organisation_id text NOT NULL REFERENCES organisations, authority_id text NOT NULL REFERENCES badge_authorities, serial text NOT NULL,
      name text NOT NULL, certificate_pem text NOT NULL, issued_at_ms bigint NOT NULL)`);
    await runner.query('CREATE INDEX badges_of_organisation ON badges (organisation_id, issued_at_ms DESC)');
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['badges', 'badge_authorities']) await runner.query(`DROP TABLE ${table}`);
  }
}
