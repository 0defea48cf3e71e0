// Small facts about processes, from /proc and signal 0. Only node built-ins.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** @param {number} pid @returns {boolean} whether a process (not a zombie) has this id. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  return statOf(pid)?.state !== 'Z';
}

/** @param {number} pid @returns {string[]} its command line, empty when it is gone. */
export function commandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean);
  } catch {
    return [];
  }
}

/** @param {number} pid @returns {{state: string, parent: number, startTicks: number, cpuTicks: number} | undefined} */
export function statOf(pid) {
  let text;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The name in brackets may hold spaces and brackets itself: the fields begin after the last one.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const number = (index) => Number(fields[index]);
  return { state: fields[0], parent: number(1), startTicks: number(19), cpuTicks: number(11) + number(12) + number(13) + number(14) };
}

/** Asks until the answer is something. @template T @param {() => T | Promise<T>} holds @param {number} timeoutMs @returns {Promise<T | false>} the answer; false when time is up */
export async function until(holds, timeoutMs, everyMs = 20) {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await holds();
    if (answer) return answer;
    if (performance.now() >= deadline) return false;
    await sleep(everyMs);
  }
}

/** @param {number} pid @param {NodeJS.Signals} name */
export function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** Sends the signals one after the other, each with its patience, until the process is gone. @param {[NodeJS.Signals, number][]} ladder */
export async function stopProcess(pid, ladder) {
  for (const [name, patienceMs] of ladder) {
    signal(pid, name);
    if (await until(() => !isAlive(pid), patienceMs)) return true;
  }
  return !isAlive(pid);
}
