interface Entry {
  readonly atUs: number;
  readonly order: number;
  readonly action: () => void;
}

/** Virtual time: actions in order of their time, equal times in the order they were given. Times are whole microseconds. */
export class Schedule {
  nowUs = 0;
  private readonly heap: Entry[] = [];
  private given = 0;

  after(delayUs: number, action: () => void): void {
    this.given += 1;
    this.push({ atUs: this.nowUs + delayUs, order: this.given, action });
  }

  /** Performs the next action, unless it lies after `untilUs`. @returns whether there was one. */
  step(untilUs: number): boolean {
    const next = this.heap[0];
    if (next === undefined || next.atUs > untilUs) return false;
    this.pop();
    this.nowUs = next.atUs;
    next.action();
    return true;
  }

  private push(entry: Entry): void {
    const { heap } = this;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!isBefore(entry, heap[above]!)) break;
      heap[at] = heap[above]!;
      at = above;
    }
    heap[at] = entry;
  }

  private pop(): void {
    const { heap } = this;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      let below = at * 2 + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && isBefore(heap[below + 1]!, heap[below]!)) below += 1;
      if (!isBefore(heap[below]!, last)) break;
      heap[at] = heap[below]!;
      at = below;
    }
    heap[at] = last;
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.atUs < b.atUs || (a.atUs === b.atUs && a.order < b.order);
}
