// Progress for the person at the terminal: one line each, with the time since the start.
const begun = performance.now();

/** @param {string} line */
export function say(line) {
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  process.stdout.write(`[${seconds.padStart(6)} s] ${line}\n`);
}
