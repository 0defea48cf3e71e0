import { Entity, PrimaryColumn } from 'typeorm';
import type { JsonObject, Operation, OperationState, OperationStep } from '@bystack/api';
import { JsonColumn, Text, Whole } from '../../platform/db';

@Entity('operations')
export class OperationRow {
  @PrimaryColumn('text') id!: string;
  @Text() organisationId!: string;
  @Text() kind!: Operation['kind'];
  @Text() subjectType!: Operation['subject']['type'];
  @Text() subjectId!: string;
  @Text() subjectName!: string;
  @Text() chainId!: string;
  @Text() state!: OperationState;
  @Whole() startedAtMs!: number;
  @Whole({ nullable: true }) endedAtMs!: number | null;
  /** When something was last observed to go on; what never moves has failed. */
  @Whole() progressAtMs!: number;
  @JsonColumn() steps!: OperationStep[];
  /** What it began with, where its steps cannot be told from the nodes alone. */
  @JsonColumn({ nullable: true }) began!: JsonObject | null;
  @JsonColumn({ nullable: true }) problem!: Operation['problem'];
}

export function viewOf({
  id,
  kind,
  subjectType,
  subjectId,
  subjectName,
  state,
  startedAtMs,
  endedAtMs,
  steps,
  problem,
}: OperationRow): Operation {
  return { id, kind, subject: { type: subjectType, id: subjectId, name: subjectName }, state, startedAtMs, endedAtMs, steps, problem };
}
