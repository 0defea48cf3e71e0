import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose password a one-time link sets; null: the first administrator's. */
export class ResetLinks1764500000000 implements MigrationInterface {
  readonly name = 'ResetLinks1764500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE setup_links ADD COLUMN user_id text REFERENCES users(id) ON DELETE CASCADE');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE setup_links DROP COLUMN user_id');
  }
}
