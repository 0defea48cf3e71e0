import type { Logger } from 'pino';
import { LIMITS } from '../limits';
import { renew } from './certificate';
import { renewAtMs, type Identity, type IdentityStore } from './identity';

/** Swaps the certificate at two thirds of its life. The old one stays good until the new one was used, so a crash anywhere leaves one that works. */
export class Renewal {
  private timer: NodeJS.Timeout;
  private closed = false;

  constructor(
    private identity: Identity,
    private readonly parts: { readonly identities: IdentityStore; readonly log: Logger },
    private readonly renewed: (identity: Identity) => void,
  ) {
    this.timer = this.plan();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  private plan(): NodeJS.Timeout {
    const { least, most } = LIMITS.renewLookMs;
    const dueInMs = renewAtMs(this.identity.certificatePem) - Date.now();
    return setTimeout(() => void this.look(), Math.min(most, Math.max(least, dueInMs)));
  }

  private async look(): Promise<void> {
    try {
      if (Date.now() >= renewAtMs(this.identity.certificatePem)) await this.renew();
    } catch (error) {
      this.parts.log.warn({ why: (error as Error).message }, 'the certificate could not be renewed yet');
    }
    if (!this.closed) this.timer = this.plan();
  }

  private async renew(): Promise<void> {
    this.identity = await renew(this.parts.identities, this.identity);
    this.parts.log.info('the certificate was renewed');
    this.renewed(this.identity);
  }
}
