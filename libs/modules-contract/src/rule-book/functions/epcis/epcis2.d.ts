/** The reference implementation, for tests only; it ships no types. */
declare module 'epcis2.js' {
  export function eventToHashedId(event: object, context: object, throwError?: boolean): string;
}
