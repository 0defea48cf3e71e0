/** Keeps a value in a map that holds at most so many: the one that was kept longest ago gives way. */
export function keepNewest<K, V>(map: Map<K, V>, key: K, value: V, countMax: number): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > countMax) map.delete(map.keys().next().value!);
}
