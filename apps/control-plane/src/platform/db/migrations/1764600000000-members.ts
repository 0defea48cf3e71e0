import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When somebody who was invited set a password; null: not yet. */
export class Members1764600000000 implements MigrationInterface {
  readonly name = 'Members1764600000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users ADD COLUMN joined_at_ms bigint');
    await runner.query('UPDATE users SET joined_at_ms = created_at_ms');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users DROP COLUMN joined_at_ms');
  }
}
