import type { EngineEffect } from '../../consensus/engine';
import type { Bytes } from '../../primitives/bytes';
import type { Life } from './life';
import type { Random } from './random';

export type Persist = Extract<EngineEffect, { kind: 'persist' }>;

export interface WriteRecordsParts {
  readonly disk: { append(view: number, record: Bytes): void; sync(): void };
  readonly life: Life;
  readonly random: Random;
  /** The machine is about to write. @returns true when it lost power just now. */
  losesPower(): boolean;
}

/** Writes records to a disk that takes its time, and calls back when they are there; never if the machine loses power before. */
export function writeRecords(records: readonly Persist[], { disk, life, random, losesPower }: WriteRecordsParts, then: () => void): void {
  for (const { view, record } of records) disk.append(view, record);
  if (losesPower()) return;
  life.later(random.between(50, 3_000), () => {
    disk.sync();
    then();
  });
}
