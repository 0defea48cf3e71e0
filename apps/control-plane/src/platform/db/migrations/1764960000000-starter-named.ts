import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether the starter chain's member has the organisation's name, which is given after that chain was made. */
export class StarterNamed1764960000000 implements MigrationInterface {
  readonly name = 'StarterNamed1764960000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE installation ADD COLUMN starter_named boolean NOT NULL DEFAULT false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE installation DROP COLUMN starter_named');
  }
}
