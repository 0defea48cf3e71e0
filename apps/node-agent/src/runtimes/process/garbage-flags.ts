/** On so few cores a node's own threads are in each other's way, and in that of the other nodes of the host. */
const FEW_CORES = 2;

/**
 * What V8 is told about collecting garbage. By itself it does part of that on four more threads, whose handing over costs a node under load a
 * twentieth of its processor time; where there are cores to spare it is well spent, for the program stands still for shorter.
 */
export function garbageFlags(cores: number): readonly string[] {
  return cores <= FEW_CORES ? ['--single-threaded-gc'] : [];
}
