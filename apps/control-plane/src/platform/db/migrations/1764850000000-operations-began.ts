import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an operation began with, where its steps cannot be told from the nodes alone. */
export class OperationsBegan1764850000000 implements MigrationInterface {
  readonly name = 'OperationsBegan1764850000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE operations ADD COLUMN began jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE operations DROP COLUMN began');
  }
}
