import { useQuery } from '@tanstack/react-query';
import { queries } from '../../platform/queries';
import { blocksUnder, setAt } from './set-at';

/** Under which modules a block was made. */
interface RulesThen {
  /** Undefined: those that are in force. */
  readonly set: number | undefined;
  /** The last block under them, if others came after. */
  readonly lastHeight: number | undefined;
}
const IN_FORCE: RulesThen = { set: undefined, lastHeight: undefined };

/** @param height of the block; left out: of one that is yet to come. Undefined while it is not known. */
export function useRulesThen(chainId: string, height: number | undefined): RulesThen | undefined {
  const modules = useQuery({ ...queries.modulesInForce(chainId), enabled: height !== undefined });
  if (height === undefined || modules.error !== null) return IN_FORCE;
  if (modules.data === undefined) return undefined;
  const set = setAt(modules.data, height);
  return set === modules.data.set ? IN_FORCE : { set, lastHeight: blocksUnder(modules.data, set).to };
}
