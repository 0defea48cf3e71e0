import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditHeadKept, DesiredNode } from '@bystack/api';
import { chainIdOfBytes } from './check-genesis';
import { makeFolder, readJsonIfAny, writeFileAtomic, writeJsonAtomic } from '../files/atomic';
import { LIMITS } from '../limits';
import { nextAuditHead } from './audit-head';
import type { Desired, HostWish } from './read-desired';

interface Kept extends HostWish {
  /** Absent until a head came, and in files of agents that kept only a hash. */
  readonly auditHeadKept?: AuditHeadKept;
  /** Incarnations of the control plane this host has left for a newer one. */
  readonly left: readonly string[];
}

/**
 * The last complete wish, kept on disk so that the host goes on being reconciled while the control plane is down. Genesis documents
 * arrive once a chain and are kept beside it, by chain id.
 */
export class DesiredStore {
  private kept: Kept | undefined;
  private trouble: string | undefined;
  private readonly file: string;
  private readonly genesisFolder: string;

  constructor(folder: string) {
    this.genesisFolder = join(folder, 'genesis');
    makeFolder(this.genesisFolder);
    this.file = join(folder, 'desired.json');
    this.kept = readJsonIfAny<Kept>(this.file);
  }

  get current(): HostWish | undefined {
    return this.kept;
  }

  get auditHeadKept(): AuditHeadKept | undefined {
    return this.kept?.auditHeadKept;
  }

  /** Why the last head of the audit trail was not taken, in words; undefined when it was. */
  get auditTrouble(): string | undefined {
    return this.trouble;
  }

  /** @returns whether the wish was newer and is now kept; an older revision, or one of an incarnation left behind, is ignored. */
  accept(desired: Desired): boolean {
    const { kept } = this;
    if (kept?.left.includes(desired.incarnation)) return false;
    for (const node of desired.nodes) this.keepGenesis(node);
    if (kept?.incarnation === desired.incarnation && desired.revision <= kept.revision) return this.keepAuditHead(kept, desired);
    const left = kept && kept.incarnation !== desired.incarnation ? [...kept.left, kept.incarnation].slice(-LIMITS.incarnationsRemembered) : (kept?.left ?? []);
    const { incarnation, revision, refused } = desired;
    const nodes = desired.nodes.map((node) => ({ ...node, genesis: '' }));
    const next: Kept = { incarnation, revision, nodes, refused, auditHeadKept: this.followAudit(desired), left };
    writeJsonAtomic(this.file, next);
    this.kept = next;
    this.forgetGenesis();
    return true;
  }

  /** The genesis document's exact bytes, if they ever arrived. */
  genesisOf(chainId: string): Uint8Array | undefined {
    const path = this.genesisPath(chainId);
    return existsSync(path) ? readFileSync(path) : undefined;
  }

  /** The head of the audit trail moves on without a new wish; a copy here shows if the trail is ever cut short. */
  private keepAuditHead(kept: Kept, desired: Desired): false {
    if (desired.revision !== kept.revision) return false;
    const auditHeadKept = this.followAudit(desired);
    if (auditHeadKept === kept.auditHeadKept) return false;
    const next = { ...kept, auditHeadKept };
    writeJsonAtomic(this.file, next);
    this.kept = next;
    return false;
  }

  private followAudit({ auditHead, incarnation }: Desired): AuditHeadKept | undefined {
    const { kept, trouble } = nextAuditHead(this.kept?.auditHeadKept, auditHead, incarnation);
    this.trouble = trouble;
    return kept;
  }

  private keepGenesis(node: DesiredNode): void {
    if (node.genesis === '' || existsSync(this.genesisPath(node.chainId))) return;
    const bytes = Buffer.from(node.genesis, 'base64');
    // Kept only under its own hash: a wrong document can then never be taken for a chain's, nor keep the right one out.
    if (chainIdOfBytes(bytes) === node.chainId) writeFileAtomic(this.genesisPath(node.chainId), bytes);
  }

  private forgetGenesis(): void {
    const wanted = new Set(this.kept?.nodes.map((node) => `${node.chainId}.json`));
    for (const name of readdirSync(this.genesisFolder)) if (!wanted.has(name)) rmSync(join(this.genesisFolder, name), { force: true });
  }

  private genesisPath(chainId: string): string {
    return join(this.genesisFolder, `${chainId}.json`);
  }
}
