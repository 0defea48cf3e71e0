import type { KeptHeaders, WorkShelf } from '../../../node/work-shelf';
import type { Bytes, Hash } from '../../../primitives/bytes';
import type { HeaderLine, SnapshotStaging } from '../../../sync';

/** What is fetched of a state and of headers, on a disk that is simulated: it is there after a crash. */
export class MemoryShelf implements WorkShelf {
  readonly staging = new MemoryStaging();
  private readonly bestHeaders = new MemoryHeaders();

  best(): MemoryHeaders {
    return this.bestHeaders;
  }

  rival(): KeptHeaders {
    return new MemoryHeaders();
  }
}

type Weighed = NonNullable<ReturnType<HeaderLine['at']>>;

class MemoryHeaders implements KeptHeaders {
  base: { readonly height: number; readonly id: Hash } | undefined;
  private headers: Weighed[] = [];

  get top(): number {
    return (this.base?.height ?? 0) + this.headers.length;
  }

  at(height: number): Weighed | undefined {
    return this.base === undefined || height <= this.base.height ? undefined : this.headers[height - this.base.height - 1];
  }

  begin(base: { readonly height: number; readonly id: Hash }): void {
    this.base = base;
    this.headers = [];
  }

  add(headers: readonly Weighed[]): void {
    this.headers.push(...headers);
  }

  cutTo(height: number): void {
    this.headers.length = height - this.base!.height;
  }

  sync(): void {}

  close(): void {}
}

class MemoryStaging implements SnapshotStaging {
  head: Bytes | undefined;
  isComplete = false;
  private readonly ranges = new Map<string, Bytes>();

  begin(head: Bytes): void {
    this.discard();
    this.head = head;
  }

  starts(): readonly string[] {
    return [...this.ranges.keys()].sort();
  }

  read(from: string): Bytes {
    return this.ranges.get(from)!;
  }

  add(from: string, range: Bytes): void {
    this.ranges.set(from, range);
  }

  remove(from: string): void {
    this.ranges.delete(from);
  }

  complete(): void {
    this.isComplete = true;
  }

  discard(): void {
    this.head = undefined;
    this.isComplete = false;
    this.ranges.clear();
  }
}
