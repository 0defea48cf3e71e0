import { Entity, PrimaryColumn } from 'typeorm';
import { Text, Whole } from '../db';

@Entity('audit_entries')
export class AuditRow {
  @PrimaryColumn('text') organisationId!: string;
  @PrimaryColumn({ type: 'bigint', transformer: { to: (value: unknown) => value, from: (value: string) => Number(value) } })
  sequence!: number;
  @Whole() atMs!: number;
  /** The entry without its hash, as text: the exact value that was hashed. */
  @Text() body!: string;
  @Text() previousHash!: string;
  @Text() hash!: string;
}
