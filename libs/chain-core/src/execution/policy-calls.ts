import type { ActiveModule } from '../module/active-module';
import type { ModuleCall } from '../module/call-module';
import type { CallSpan } from '../module/call-span';
import { readContext, writeContext, type CallScope } from '../module/contexts';
import type { PolicyFacts } from '../module/definition/parts';
import type { KeyValueSource } from '../state/key-value-source';
import type { Overlay } from '../state/overlay';

/** Asks the chain's policy for a transaction; gives what it works out on the way. */
export class PolicyCheck implements ModuleCall<unknown> {
  constructor(readonly module: ActiveModule, private readonly scope: CallScope, private readonly state: KeyValueSource, private readonly facts: PolicyFacts) {}

  get span(): CallSpan {
    return this.scope.span;
  }

  make(): unknown {
    return this.module.definition.policy!.check(readContext(this.scope, this.module, this.state) as never, this.facts);
  }
}

/** Has the policy write what the transaction takes. @param checked what its check gave */
export class PolicyApply implements ModuleCall<unknown> {
  constructor(readonly module: ActiveModule, private readonly scope: CallScope, private readonly overlay: Overlay, private readonly facts: PolicyFacts, private readonly checked: unknown) {}

  get span(): CallSpan {
    return this.scope.span;
  }

  make(): unknown {
    return this.module.definition.policy!.apply(writeContext(this.scope, this.module, this.overlay) as never, this.facts, this.checked as never);
  }
}
