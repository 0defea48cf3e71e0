import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** The only way to a node, which a test can cut. What goes over it is not looked at. */
export class Road {
  readonly #server: Server;
  readonly #ends = new Set<Socket>();
  #isOpen = true;

  private constructor(target: { readonly host: string; readonly port: number }) {
    this.#server = createServer((near) => {
      if (!this.#isOpen) return near.destroy();
      const far = connect(target);
      for (const [end, other] of [[near, far], [far, near]] as const) {
        this.#ends.add(end);
        end.pipe(other);
        end.on('error', () => other.destroy()).on('close', () => (this.#ends.delete(end), other.destroy()));
      }
    });
  }

  /** @param address host:port */
  static async to(address: string): Promise<Road> {
    const at = address.lastIndexOf(':');
    const road = new Road({ host: address.slice(0, at), port: Number(address.slice(at + 1)) });
    await new Promise<void>((settle, fail) => road.#server.once('error', fail).listen(0, '127.0.0.1', settle));
    return road;
  }

  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  cut(): void {
    this.#isOpen = false;
    for (const end of this.#ends) end.destroy();
  }

  mend(): void {
    this.#isOpen = true;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((settle) => this.#server.close(settle));
  }
}
