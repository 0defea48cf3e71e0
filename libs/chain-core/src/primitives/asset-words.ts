/** What an asset's document says under a name; empty where that is no text: anybody may have written anything. */
export function assetText(document: unknown, name: 'name' | 'symbol'): string {
  const value = typeof document === 'object' && document !== null && Object.hasOwn(document, name) ? (document as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : '';
}
