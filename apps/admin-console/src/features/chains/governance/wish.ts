import type { ChangeView, CommitteeView, Json, JsonObject, PackageKept } from '@bystack/api';

/** What the form can propose. */
export const WISHES = ['add', 'remove', 'role', 'scheme', 'timers', 'rules', 'module', 'parameters', 'protocol', 'policy'] as const;
/** Of these records are concerned: they can be tried out first. */
export const WISHES_OF_MODULES: readonly WishKind[] = ['rules', 'module', 'parameters'];
export type WishKind = (typeof WISHES)[number];

export interface Wish {
  readonly kind: WishKind;
  /** Nodes that are to become validators. */
  readonly nodeIds: readonly string[];
  /** Number of a seat, as the select keeps it. */
  readonly seat: string | null;
  readonly role: string;
  readonly viewTimerMs: number | null;
  readonly heartbeatMs: number | null;
  readonly rules: WishedRules | null;
  /** Of the protocol. */
  readonly version: number | null;
  readonly module: WishedModule | null;
  readonly policy: WishedPolicy;
}

/** How validators shall decide; null: as now. */
export interface WishedPolicy {
  readonly approvalPercent: number | null;
  readonly quorumPercent: number | null;
  readonly expiryDays: number | null;
  readonly delayBlocks: number | null;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Rules that are to take the place of those in force. */
export interface WishedRules {
  /** NAME@VERSION. */
  readonly id: string;
  /** Null: the chain keeps them already. */
  readonly content: Json | null;
}

/** Another module for a place, or other parameters of the one that is there. */
export type WishedModule =
  | { readonly kind: 'swap'; readonly module: string; readonly by: { readonly name: string; readonly version: string; readonly parameters: JsonObject }; readonly takesOver: boolean }
  | { readonly kind: 'parameters'; readonly module: string; readonly parameters: JsonObject };

export const NO_WISH: Wish = { kind: 'add', nodeIds: [], seat: null, role: 'observer', viewTimerMs: null, heartbeatMs: null, rules: null, module: null, version: null, policy: { approvalPercent: null, quorumPercent: null, expiryDays: null, delayBlocks: null } };

/** As the chain takes it; null: something is missing still. */
export function changesOf({ kind, nodeIds, seat, role, viewTimerMs, heartbeatMs, rules, module, version, policy }: Wish, { scheme }: CommitteeView): readonly ChangeView[] | null {
  switch (kind) {
    case 'add':
      return nodeIds.length === 0 ? null : nodeIds.map((nodeId) => ({ kind: 'add-seat', nodeId }));
    case 'remove':
      return seat === null ? null : [{ kind: 'remove-seat', seat: Number(seat) }];
    case 'role':
      return seat === null ? null : [{ kind: 'set-role', seat: Number(seat), role }];
    case 'scheme':
      return [{ kind: 'set-consensus', parameters: { certificates: otherScheme(scheme) } }];
    case 'rules':
      return rules === null ? null : [...(rules.content === null ? [] : [{ kind: 'publish-package', module: 'rule-book', content: rules.content }]), swapTo(rules.id)];
    case 'protocol':
      return version === null ? null : [{ kind: 'activate-protocol', version }];
    case 'module':
      return module?.kind === 'swap' ? [{ kind: 'swap-module', module: module.module, by: module.by, ...(module.takesOver && { takesOver: true }) }] : null;
    case 'parameters':
      return module?.kind === 'parameters' ? [{ kind: 'set-parameters', module: module.module, parameters: module.parameters }] : null;
    case 'policy': {
      const { expiryDays, ...others } = policy;
      const named = Object.entries({ ...others, expiryMs: expiryDays === null ? null : expiryDays * DAY_MS }).filter(([, value]) => value !== null);
      return named.length === 0 ? null : [{ kind: 'set-policy', policy: Object.fromEntries(named) }];
    }
    case 'timers': {
      const parameters = { ...(viewTimerMs !== null && { viewTimerMs }), ...(heartbeatMs !== null && { heartbeatMs }) };
      return Object.keys(parameters).length === 0 ? null : [{ kind: 'set-consensus', parameters }];
    }
  }
}

/** Puts published rules in force. */
export function swapTo(id: string): ChangeView {
  return { kind: 'swap-package', module: 'rule-book', package: id };
}

/** NAME@VERSION of those that can come into force again. */
export function keptPackages(packages: readonly PackageKept[]): readonly string[] {
  return packages.filter(({ module, status }) => module === 'rule-book' && status === 'published').map((kept) => kept.package);
}

export function otherScheme(scheme: string): string {
  return scheme === 'bls' ? 'ed25519' : 'bls';
}
