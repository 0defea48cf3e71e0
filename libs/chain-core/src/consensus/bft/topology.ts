import type { TopologyParameters } from '../../protocol/genesis';

/**
 * Who passes votes on for whom; see "Topology" in protocol.md. The first `m` seats of the committee are gateways, the others their children in turn:
 * seat `i` belongs to gateway `i mod m`. Where every seat is a gateway this is a mesh.
 */
export class Topology {
  readonly gateways: number;

  constructor(
    readonly seats: number,
    parameters: TopologyParameters = { kind: 'mesh' },
  ) {
    this.gateways = parameters.kind === 'mesh' ? seats : Math.min(parameters.gateways, seats);
  }

  get isMesh(): boolean {
    return this.gateways === this.seats;
  }

  isGateway(seat: number): boolean {
    return seat >= 0 && seat < this.gateways;
  }

  gatewayOf(child: number): number {
    return child % this.gateways;
  }

  childrenOf(gateway: number): number[] {
    const children: number[] = [];
    for (let seat = gateway + this.gateways; this.isGateway(gateway) && seat < this.seats; seat += this.gateways) children.push(seat);
    return children;
  }
}
