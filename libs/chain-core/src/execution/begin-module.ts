import type { ActiveModule } from '../module/active-module';
import { callModule } from '../module/call-module';
import { called, writeContext, type MeteredScope } from '../module/contexts';
import type { Work } from '../module/work';
import type { Overlay } from '../state/overlay';

/** A module begins with its stores empty: with the chain, or when it takes another one's place. */
export function* beginModule(scope: MeteredScope, module: ActiveModule, overlay: Overlay): Work<void> {
  const { genesis } = module.definition.hooks ?? {};
  if (genesis === undefined) return;
  const call = called(scope, module);
  yield* callModule({ module, span: call.span, make: () => genesis(writeContext(call, module, overlay) as never) });
}
