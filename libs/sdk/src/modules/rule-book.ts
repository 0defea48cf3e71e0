import type { ModuleTypes } from './module-types.generated';

/** What one package of rules takes and keeps: data of its commands, and of its kinds of record, by their names. */
export interface PackageShape {
  readonly acts: object;
  readonly records: object;
}
type Plain = ModuleTypes['rule-book@2.0.0'];
type PlainRecord = NonNullable<Plain['queries']['record']['answer']>;
type KindOf<P extends PackageShape> = keyof P['records'] & string;
type Queries = Plain['queries'];

/** Records of a package; `type` tells which data one has. */
export type PackagedRecord<P extends PackageShape> = { readonly [T in KindOf<P>]: Omit<PlainRecord, 'type' | 'data'> & { readonly type: T; readonly data: P['records'][T] } }[KindOf<P>];

/** A rule book whose package you have written types for: `chain.ownModule<RuleBook<MyRules>>('rule-book')`. */
export interface RuleBook<P extends PackageShape> {
  readonly commands: { readonly act: { readonly [C in keyof P['acts'] & string]: { readonly command: C; readonly key?: string; readonly data: P['acts'][C] } }[keyof P['acts'] & string] };
  readonly queries: Omit<Queries, 'record' | 'records' | 'find' | 'history'> & {
    readonly record: { readonly args: OfKind<P, Queries['record']['args']>; readonly answer: PackagedRecord<P> | null };
    readonly records: { readonly args: OfKind<P, Queries['records']['args']>; readonly answer: Page<P, Queries['records']['answer']> };
    readonly find: { readonly args: OfKind<P, Queries['find']['args']>; readonly answer: Page<P, Queries['find']['answer']> };
    readonly history: { readonly args: OfKind<P, Queries['history']['args']>; readonly answer: { readonly versions: readonly PackagedRecord<P>[] } };
  };
  readonly events: Plain['events'];
}
type OfKind<P extends PackageShape, A> = Omit<A, 'type'> & { readonly type: KindOf<P> };
type Page<P extends PackageShape, A> = Omit<A, 'records'> & { readonly records: readonly PackagedRecord<P>[] };
