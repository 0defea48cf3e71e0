// How much CPU everything else on the machine took while we measured: all of /proc/stat less our own process trees.
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { commandLine, statOf } from './processes.mjs';

const SAMPLE_MS = 250;
const TICKS_PER_SECOND = 100;
/** Nodes in containers are no children of ours, but ours. */
const OURS = /chain-node/;

export class MachineMeter {
  #own = new Map();
  #begun = performance.now();
  #busyAtStart = busyTicks();
  #before;
  #timer;

  constructor() {
    this.#before = new Set(readPids());
    this.#sample();
    this.#atStart = this.#ownTicks();
    this.#timer = setInterval(() => this.#sample(), SAMPLE_MS).unref();
  }
  #atStart;

  /** @returns {{cores: number, othersCores: number}} cores of this machine, and how many of them others kept busy on average. */
  stop() {
    clearInterval(this.#timer);
    this.#sample();
    const seconds = (performance.now() - this.#begun) / 1000;
    const others = busyTicks() - this.#busyAtStart - (this.#ownTicks() - this.#atStart);
    return { cores: availableParallelism(), othersCores: Number(Math.max(0, others / TICKS_PER_SECOND / seconds).toFixed(2)) };
  }

  /** A process counts from when it is first seen; what an ended one used is in its parent's count, when the parent is ours. */
  #sample() {
    const found = new Map(readPids().map((pid) => [pid, statOf(pid)]).filter(([, stat]) => stat));
    for (const [pid, stat] of found) if (!this.#own.has(pid) && this.#isOurs(pid, stat, found)) this.#own.set(pid, { ...stat, gone: false });
    for (const [pid, known] of this.#own) {
      const stat = found.get(pid);
      if (stat && stat.startTicks === known.startTicks) this.#own.set(pid, { ...stat, gone: false });
      else if (this.#own.has(known.parent)) this.#own.delete(pid);
      else known.gone = true;
    }
  }

  #isOurs(pid, stat, found) {
    for (let at = pid, its = stat; its; at = its.parent, its = found.get(at)) if (at === process.pid || this.#own.has(at)) return true;
    return !this.#before.has(pid) && OURS.test(commandLine(pid).join(' '));
  }

  #ownTicks() {
    return [...this.#own.values()].reduce((sum, { cpuTicks }) => sum + cpuTicks, 0);
  }
}

function readPids() {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number);
}

/** user + nice + system + irq + softirq + steal, over all cores. */
function busyTicks() {
  const [, user, nice, system, , , irq, softirq, steal] = readFileSync('/proc/stat', 'utf8').split('\n')[0].split(/\s+/).map(Number);
  return user + nice + system + irq + softirq + steal;
}
