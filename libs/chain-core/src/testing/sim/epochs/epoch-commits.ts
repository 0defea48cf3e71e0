import type { Life } from '../life';
import type { Committed, EpochDisk } from './epoch-disk';
import type { Surroundings } from './surroundings';

export interface EpochCommitsParts {
  readonly disk: EpochDisk;
  readonly life: Life;
  readonly world: Surroundings;
  /** Something new is on disk. */
  onDurable(): void;
}

/** What became final on one machine, on its way to the disk. */
export class EpochCommits {
  private readonly queue: Committed[] = [];
  private undurable = 0;
  private callbacks: (() => void)[] = [];

  constructor(
    private readonly machine: number,
    private readonly parts: EpochCommitsParts,
  ) {}

  push(committed: Committed): void {
    const { disk, life, world, onDurable } = this.parts;
    this.queue.push(committed);
    this.undurable += 1;
    if (world.losesPower(this.machine)) return;
    life.later(world.random.between(100, 20_000), () => {
      disk.commit(this.queue.shift()!);
      this.undurable -= 1;
      onDurable();
      if (this.undurable === 0) for (const call of this.callbacks.splice(0)) call();
    });
  }

  /** When everything so far is on disk, unless the machine crashes before. */
  afterAll(call: () => void): void {
    const goesOn = this.parts.life.watch();
    const guarded = (): void => (goesOn() ? call() : undefined);
    if (this.undurable === 0) guarded();
    else this.callbacks.push(guarded);
  }

  /** The power failed. */
  clear(): void {
    this.queue.length = 0;
    this.undurable = 0;
    this.callbacks = [];
  }
}
