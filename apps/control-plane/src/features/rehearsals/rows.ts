import { Entity, PrimaryColumn } from 'typeorm';
import type { ChangeView, PlanLine, RehearsalReport, SeatSoftware } from '@bystack/api';
import { JsonColumn, Text, Whole } from '../../platform/db';

/** What a node reported, and what was warned of then. Missing: it was reported before warnings were kept. */
export interface KeptReport extends RehearsalReport {
  readonly warnings?: readonly PlanLine[];
}

/** A change that was tried out, beside its operation. */
@Entity('rehearsals')
export class RehearsalRow {
  /** Its operation's. */
  @PrimaryColumn('text') id!: string;
  @Text() organisationId!: string;
  @Text() chainId!: string;
  @Whole() askedAtMs!: number;
  @JsonColumn() changes!: readonly ChangeView[];
  /** The number of the proposal that asks for them; null: they stood for themselves. */
  @Whole({ nullable: true }) proposal!: number | null;
  /** Which node tries it out, and its number there; null: none has begun. */
  @Text({ nullable: true }) nodeId!: string | null;
  @Text({ nullable: true }) runId!: string | null;
  /** How often it was begun. */
  @Whole() tries!: number;
  @JsonColumn() software!: readonly SeatSoftware[];
  @Whole({ nullable: true }) height!: number | null;
  @Whole({ nullable: true }) tookMs!: number | null;
  @JsonColumn({ nullable: true }) report!: KeptReport | null;
}
