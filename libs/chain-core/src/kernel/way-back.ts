import type { ModuleInForce } from '../module/active-module';
import type { ModuleResolver } from '../module/active-modules';
import type { PackageParameter } from '../module/definition/package-parameter';
import type { JsonObject } from '../primitives/json';
import { Refusal } from '../primitives/refusal';
import type { ModulePlan } from './module-plan';
import { migrationOf, type Renewal } from './renewal';
import { undeclaredLock } from './take-over';
import { unbroken } from './unbroken';

/** What another package in the place of one does to records, and what a vote that takes it back would do. */
export interface PackageSwapView {
  /** Name of the module that goes by them. */
  readonly module: string;
  /** NAME@VERSION of the package that goes, and of the one that comes. */
  readonly from: string;
  readonly to: string;
  /** Else records stay where they are. */
  readonly carriesOver: boolean;
  /** Kinds of records made under the old package that come to nothing under the new one. */
  readonly leftBehind: readonly string[];
  /** The old package in its place again: kinds of records that come to nothing then. Null: it cannot take its place. */
  readonly back: { readonly carriesOver: boolean; readonly leftBehind: readonly string[] } | null;
}

/** Of every module that goes on with its records, but by another package; another version of it may, too. */
export function packageSwapViews(resolver: ModuleResolver, { repackaged, renewals }: Pick<ModulePlan, 'repackaged' | 'renewals'>): readonly PackageSwapView[] {
  const versions = renewals.filter(({ from, to }) => from.name === to.name && from.version !== to.version);
  return [...repackaged, ...versions].flatMap((renewal) => unbroken(renewal.to.name, () => packageSwapView(resolver, renewal)) ?? []);
}

/** Whether everything that is recorded by then would be in force again after a vote that takes the change back. */
export function hasWayBack(resolver: ModuleResolver, renewal: Renewal): boolean {
  return unbroken(renewal.from.name, () => {
    if (isRepackaged(renewal)) return packageSwapView(resolver, renewal)?.back?.leftBehind.length === 0;
    return waysBack(resolver, renewal).some((back) => migrationOf(resolver, back) !== undefined && leftBehind(resolver, back).length === 0);
  });
}

/** Whether what is taken over could be taken over again, by a vote that takes the change back. */
export function givesBack(resolver: ModuleResolver, renewal: Renewal): boolean {
  return unbroken(renewal.from.name, () => waysBack(resolver, renewal).some((back) => undeclaredLock(resolver, back) === undefined));
}

/** Into the module that is replaced, or another version of it. */
function waysBack(resolver: ModuleResolver, { from, to }: Renewal): readonly Renewal[] {
  return resolver.versionsOf(from.name).map((version) => ({ from: to, to: { ...from, version } }));
}

function packageSwapView(resolver: ModuleResolver, renewal: Renewal): PackageSwapView | undefined {
  const { from, to } = renewal;
  const [before, after] = [nameOf(resolver, from), nameOf(resolver, to)];
  const carriesOver = migrationOf(resolver, renewal) !== undefined;
  if (before === undefined || after === undefined || before === after || !(carriesOver || isRepackaged(renewal))) return undefined;
  return { module: to.name, from: before, to: after, carriesOver, leftBehind: leftBehind(resolver, renewal), back: backOf(resolver, renewal) };
}

function backOf(resolver: ModuleResolver, renewal: Renewal): PackageSwapView['back'] {
  const back = { from: renewal.to, to: renewal.from };
  const carriesOver = migrationOf(resolver, back) !== undefined;
  if (isRepackaged(renewal) ? !canFollow(resolver, back) : !carriesOver) return null;
  // What has stayed where it was all the time is no record of the package that is left by then.
  const stranded = carriesOver && migrationOf(resolver, renewal) === undefined ? leftBehind(resolver, renewal) : [];
  return { carriesOver, leftBehind: [...new Set([...leftBehind(resolver, back), ...stranded])] };
}

/** The module stays what it is. */
function isRepackaged({ from, to }: Renewal): boolean {
  return from.name === to.name && from.version === to.version;
}

function leftBehind(resolver: ModuleResolver, { from, to }: Renewal): readonly string[] {
  return (from.name === to.name && packageOf(resolver, to)?.records?.leftBehind(from.params as never, to.params as never)) || [];
}

function canFollow(resolver: ModuleResolver, { from, to }: Renewal): boolean {
  try {
    packageOf(resolver, to)?.checkSwap?.(from.params as never, to.params as never);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

function nameOf(resolver: ModuleResolver, module: ModuleInForce): string | undefined {
  const packaged = packageOf(resolver, module);
  return packaged?.idOf(module.params[packaged.parameter] as JsonObject);
}

function packageOf(resolver: ModuleResolver, { name, version }: ModuleInForce): PackageParameter<never> | undefined {
  return resolver.find(name, version)?.package;
}
