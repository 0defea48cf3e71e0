import { Entity, PrimaryColumn } from 'typeorm';
import { Binary, Text, Whole } from '../db';

/** Keys belong to whoever sent them: nobody reads another's answer by guessing a key. Answers may hold a secret shown once, so they are sealed. */
@Entity('idempotency_keys')
export class IdempotencyRow {
  @PrimaryColumn('text') organisationId!: string;
  @PrimaryColumn('text') actorId!: string;
  @PrimaryColumn('text') key!: string;
  @Text() requestHash!: string;
  /** What a repeat must do again exactly alike (a signed transaction), kept before the first try. */
  @Binary({ nullable: true }) workSealed!: Buffer | null;
  @Binary({ nullable: true }) answerSealed!: Buffer | null;
  @Whole() createdAtMs!: number;
}
