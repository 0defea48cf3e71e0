/** A running digest of everything that happens in a simulation: two runs of one seed must end with the same one. */
export class Trace {
  private a = 0x811c9dc5 | 0;
  private b = 0x1b873593 | 0;
  events = 0;

  number(value: number): void {
    this.events += 1;
    const low = value | 0;
    const high = Math.floor(value / 2 ** 32) | 0;
    this.a = Math.imul(this.a ^ low, 0x01000193) ^ (this.a >>> 13);
    this.b = Math.imul(this.b ^ high ^ (low >>> 7), 0x85ebca6b) + this.a;
  }

  /** The length and every seventh byte: enough to notice any difference, since ids and signatures are spread over many bytes. */
  bytes(bytes: Uint8Array): void {
    let hash = bytes.length;
    for (let i = 0; i < bytes.length; i += 7) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
    this.number(hash);
  }

  digest(): string {
    return (this.a >>> 0).toString(16).padStart(8, '0') + (this.b >>> 0).toString(16).padStart(8, '0');
  }
}
