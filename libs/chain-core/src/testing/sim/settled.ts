/** Lets whatever awaits go on before the next moment of virtual time. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
}
