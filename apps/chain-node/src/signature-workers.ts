const WORKERS_MAX = 4;

/** Of the cores that consensus and execution leave over, half: none on one or two cores, where several nodes may share the machine. */
export function signatureWorkersFor(cores: number): number {
  return Math.min(WORKERS_MAX, Math.floor(Math.max(0, cores - 1) / 2));
}
