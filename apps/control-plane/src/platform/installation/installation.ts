import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { SETTINGS, type Settings } from '../config';
import { Database, Text, Whole } from '../db';

@Entity('installation')
export class InstallationRow {
  @PrimaryColumn('int') id!: number;
  @Text() incarnation!: string;
  /** Counts starts; the data folder counts along, so a database that went back in time is noticed. */
  @Whole() starts!: number;
  @Whole() createdAtMs!: number;
  /** The chain a fresh installation begins with, once it is made. */
  @Text({ nullable: true }) starterChainId!: string | null;
  @Column('boolean') starterDone!: boolean;
  /** Nothing is left to be done about the name of its member. */
  @Column('boolean') starterNamed!: boolean;
}

/**
 * Which life of the database this is. After a restore from backup agents know more than we do: a new incarnation tells them (and us) that
 * their facts come first.
 */
@Injectable()
export class Installation {
  #incarnation: string | undefined;

  constructor(
    private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  get incarnation(): string {
    if (!this.#incarnation) throw new Error('the installation has not started');
    return this.#incarnation;
  }

  async start(): Promise<void> {
    const { manager } = this.database;
    await manager.query('INSERT INTO installation (id, incarnation, starts, created_at_ms) VALUES (1, $1, 0, $2) ON CONFLICT DO NOTHING', [
      randomUUID(),
      Date.now(),
    ]);
    await manager.increment(InstallationRow, { id: 1 }, 'starts', 1);
    const row = await manager.findOneByOrFail(InstallationRow, { id: 1 });
    const file = join(this.settings.dataDir, 'starts');
    const seen = countIn(file);
    if (row.starts <= seen) await this.#renew(seen + 1);
    else this.#incarnation = row.incarnation;
    const starts = Math.max(row.starts, seen + 1);
    writeFileSync(`${file}.draft`, String(starts), { mode: 0o600 });
    renameSync(`${file}.draft`, file);
  }

  /** The database is older than what we told agents: begin a new life. */
  async renew(): Promise<void> {
    await this.#renew((await this.database.manager.findOneByOrFail(InstallationRow, { id: 1 })).starts);
  }

  async starter(): Promise<{ readonly chainId: string | null; readonly done: boolean; readonly named: boolean }> {
    const { starterChainId, starterDone, starterNamed } = await this.database.manager.findOneByOrFail(InstallationRow, { id: 1 });
    return { chainId: starterChainId, done: starterDone, named: starterNamed };
  }

  async starterMade(starterChainId: string): Promise<void> {
    await this.database.manager.update(InstallationRow, { id: 1 }, { starterChainId });
  }

  async starterDone(): Promise<void> {
    await this.database.manager.update(InstallationRow, { id: 1 }, { starterDone: true });
  }

  async starterNamed(): Promise<void> {
    await this.database.manager.update(InstallationRow, { id: 1 }, { starterNamed: true });
  }

  async #renew(starts: number): Promise<void> {
    const incarnation = randomUUID();
    await this.database.manager.update(InstallationRow, { id: 1 }, { incarnation, starts });
    this.#incarnation = incarnation;
  }
}

function countIn(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8')) || 0;
  } catch {
    return 0;
  }
}
