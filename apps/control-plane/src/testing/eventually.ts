/** Settles when it holds; fails when it does not within the time. */
export async function eventually(holds: () => Promise<boolean> | boolean, withinMs = 60_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('it did not become true');
    await new Promise((settle) => setTimeout(settle, 30));
  }
}
