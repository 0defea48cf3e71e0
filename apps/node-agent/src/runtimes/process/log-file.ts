import { closeSync, existsSync, openSync, readFileSync, readSync, renameSync, rmSync, statSync, truncateSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LIMITS } from '../../limits';
import type { LogOptions } from '../runtime';

const CHUNK = 64 << 10;
/** How far into its output a node says that it is ready: recovery may say much before. */
const READY_WITHIN = 1 << 20;
const LOOK_EVERY_MS = 200;

/**
 * A node's output. The node appends to `node.log` by itself, so that it goes on writing when the agent is gone; older output is in
 * node.1.log (newest) and up. A new start begins a new file, so that the ready line is always in the current one.
 */
export class LogFile {
  constructor(private readonly folder: string) {}

  get path(): string {
    return join(this.folder, 'node.log');
  }

  /** Begins a new file. The node must not be running. */
  roll(): void {
    if (!existsSync(this.path) || statSync(this.path).size === 0) return;
    this.shift();
    renameSync(this.path, this.older(1));
  }

  /** Keeps a long-lived node's output bounded: copied away, then cut. It appends, so its next line lands at the new beginning. */
  trim(): void {
    if (!existsSync(this.path) || statSync(this.path).size <= LIMITS.logFileBytesMax) return;
    this.shift();
    copyFileSync(this.path, this.older(1));
    truncateSync(this.path);
  }

  /** The first whole line of the current output that starts with `start`. */
  firstLine(start: string): string | undefined {
    const text = existsSync(this.path) ? readFileSync(this.path, 'utf8').slice(0, READY_WITHIN) : '';
    return text.slice(0, text.lastIndexOf('\n') + 1).split('\n').find((line) => line.startsWith(start));
  }

  lastLines(count: number): string[] {
    const lines: string[] = [];
    for (const path of [this.path, ...Array.from({ length: LIMITS.logFilesKept }, (_, i) => this.older(i + 1))]) {
      if (lines.length >= count || !existsSync(path)) break;
      lines.unshift(...readFileSync(path, 'utf8').split('\n').filter((line) => line !== ''));
    }
    return lines.slice(-count);
  }

  async *read({ tail, follow, signal }: LogOptions): AsyncIterable<Uint8Array> {
    let at = existsSync(this.path) ? statSync(this.path) : undefined;
    const lines = tail > 0 ? this.lastLines(Math.min(tail, LIMITS.logTailLinesMax)) : [];
    if (lines.length > 0) yield Buffer.from(`${lines.join('\n')}\n`);
    let offset = at?.size ?? 0;
    while (follow && !signal.aborted) {
      const now = existsSync(this.path) ? statSync(this.path) : undefined;
      if (now && (now.ino !== at?.ino || now.size < offset)) offset = 0;
      at = now;
      const chunk = now && now.size > offset ? this.slice(offset, Math.min(CHUNK, now.size - offset)) : undefined;
      offset += chunk?.length ?? 0;
      if (chunk && chunk.length > 0) yield chunk;
      else await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private slice(offset: number, length: number): Uint8Array {
    const file = openSync(this.path, 'r');
    try {
      const bytes = Buffer.alloc(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, offset));
    } finally {
      closeSync(file);
    }
  }

  private shift(): void {
    rmSync(this.older(LIMITS.logFilesKept), { force: true });
    for (let i = LIMITS.logFilesKept - 1; i >= 1; i -= 1) if (existsSync(this.older(i))) renameSync(this.older(i), this.older(i + 1));
  }

  private older(age: number): string {
    return join(this.folder, `node.${age}.log`);
  }
}
