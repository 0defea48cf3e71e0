import { BFT_LIMITS } from './limits';
import type { Topology } from './topology';

/** Whom this seat sends to in a tree, and who relies on it; all of it is this seat's own judgement, and no matter of agreement. */
export class Routes {
  /** Seats that get from this gateway what its children get. */
  readonly followers: Set<number>;
  /** Followers whose votes did not come in time: not waited for until one does. */
  readonly late = new Set<number>();
  /** Children that rely on no gateway: leaders send them their proposals, gateways their votes. */
  readonly orphans = new Set<number>();
  /** The gateway this child relies on; undefined: none, it sends to everybody. */
  gateway: number | undefined;
  /** View in which half the timer went by without a certificate; votes of it go to everybody. */
  fellBackIn = 0;
  /** View in which the gateway may have failed; 0: none. */
  suspectedIn = 0;
  private readonly avoided = new Map<number, { untilView: number; times: number }>();

  constructor(
    readonly topology: Topology,
    private readonly seat: number,
  ) {
    this.followers = new Set(topology.childrenOf(seat));
    if (!topology.isGateway(seat)) this.gateway = topology.gatewayOf(seat);
  }

  get isGateway(): boolean {
    return this.topology.isGateway(this.seat);
  }

  /** Other gateways, or `all` for whoever must do without: in a mesh, or when none can be relied on. */
  get upwards(): 'all' | readonly number[] {
    if (this.topology.isMesh || (!this.isGateway && this.gateway === undefined)) return 'all';
    return Array.from({ length: this.topology.gateways }, (_, gateway) => gateway).filter((gateway) => gateway !== this.seat);
  }

  /** Whom to ask when the gateway may have failed. */
  get helper(): number {
    const { gateways, seats } = this.topology;
    const next = ((this.gateway ?? this.seat) + 1) % gateways;
    return next === this.seat || next === this.gateway ? (this.seat + 1) % seats : next;
  }

  /** The gateway kept quiet, was slow or lied: it is not relied on for a while, each time for twice as long. */
  avoid(gateway: number, view: number): void {
    const times = (this.avoided.get(gateway)?.times ?? 0) + 1;
    this.avoided.set(gateway, { untilView: view + BFT_LIMITS.avoidViews * 2 ** Math.min(times - 1, BFT_LIMITS.avoidDoublingsMax), times });
  }

  /** Looks for the first gateway, from its own on, that is not avoided. @returns the one before if that changes. */
  choose(view: number): { readonly before: number | undefined } | undefined {
    if (this.isGateway || this.topology.isMesh) return undefined;
    const { gateways } = this.topology;
    const before = this.gateway;
    const inTurn = Array.from({ length: gateways }, (_, i) => (this.topology.gatewayOf(this.seat) + i) % gateways);
    this.gateway = inTurn.find((gateway) => (this.avoided.get(gateway)?.untilView ?? 0) <= view);
    return this.gateway === before ? undefined : { before };
  }

  /** A child says whom it relies on from now on. */
  follows(child: number, gateway: number | undefined): void {
    if (child < 0 || child >= this.topology.seats || this.topology.isGateway(child)) return;
    if (gateway === undefined) this.orphans.add(child);
    else this.orphans.delete(child);
    if (gateway === this.seat && this.isGateway) this.followers.add(child);
    else this.followers.delete(child);
  }
}
