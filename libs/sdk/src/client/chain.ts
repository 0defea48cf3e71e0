import type { Json, SubmissionView } from '@bystack/api';
import type { ModuleTypes } from '../modules/module-types.generated';
import type { AnyModule, ArgsOf, CommandOf, ModuleShape, QueryOf, SlotModuleId, TypedAnswer } from '../modules/shapes';
import { TypedModule } from '../modules/typed-module';
import type { ChainsClient, Wait } from './chains';
import type { CallOptions } from './http';

/** One chain, by the types of its modules. */
export class ChainClient {
  constructor(
    private readonly chains: ChainsClient,
    readonly chainId: string,
  ) {}

  /** A module that the SDK has types of, by NAME@VERSION. */
  module<Id extends SlotModuleId>(id: Id): ModuleClient<ModuleTypes[Id]> {
    return new ModuleClient(id, this.chains, this.chainId);
  }
  /** A module of your own, by its name: `M` says what it takes, answers and tells. Without `M` everything is JSON. */
  ownModule<M extends ModuleShape = AnyModule>(name: string): ModuleClient<M> {
    return new ModuleClient(name, this.chains, this.chainId);
  }
}

/** Arguments may be left out where none has to be given. */
type Arguments<A> = Record<never, never> extends A ? [args?: A, set?: number] : [args: A, set?: number];

/** One module of one chain. */
export class ModuleClient<M extends ModuleShape> extends TypedModule<M> {
  constructor(
    id: string,
    private readonly chains: ChainsClient,
    private readonly chainId: string,
  ) {
    super(id);
  }

  /** Signed by the control plane with the organisation's key. A refusal by the chain's rules is an answer, not an error: see `outcome`. */
  submit<C extends CommandOf<M>>(command: C, payload: M['commands'][C], { wait, ...options }: CallOptions & { readonly wait?: Wait } = {}): Promise<SubmissionView> {
    return this.chains.submit(this.chainId, { module: this.name, command, payload: payload as Json, ...(wait && { wait }) }, options);
  }
  /** `set`: answers by the rules of a set of modules that was in force once, from the stores it had. */
  query<Q extends QueryOf<M>>(query: Q, ...[args, set]: Arguments<ArgsOf<M, Q>>): Promise<TypedAnswer<M, Q>> {
    return this.chains.query(this.chainId, this.name, query, args as Json | undefined, set) as Promise<TypedAnswer<M, Q>>;
  }
}
