/** The folder does not describe a node this program can be. Ends the process with NODE_EXIT.badConfig. */
export class BadConfig extends Error {}

export function badConfig(what: string): never {
  throw new BadConfig(what);
}
