import { toHex, type Json, type JsonObject } from '@bystack/chain-core/module';
import { keyOf, ModuleHarness } from '@bystack/chain-core/testing';
import { ruleBook, type RulePackage } from '@bystack/modules-contract';
import { openRegistration } from '@bystack/modules-identity';

export const hex = (name: string): string => toHex(keyOf(name).publicKey);
const VALIDATOR = 'test node 0';

/** A chain of one validator, which decides alone. */
export class RuledChain extends ModuleHarness {
  constructor(source: RulePackage) {
    const members = [{ key: hex('kim'), name: 'kim', roles: ['keeper', 'notary', 'recorder'] }];
    super({ modules: [{ module: ruleBook, params: { package: source as unknown as Json } }, { module: openRegistration, params: { admins: [hex('kim')], members } }] });
  }
  propose(changes: readonly object[], more: JsonObject = {}) {
    return this.call({ module: 'kernel', command: 'propose-change', actor: VALIDATOR, payload: { changes, ...more } as unknown as Json });
  }
  act(command: string, data: JsonObject, key?: string) {
    return this.call({ module: 'rule-book', command: 'act', actor: 'kim', payload: { command, data, ...(key !== undefined && { key }) } });
  }
  /** What happened at the ends of blocks so far. */
  readonly happened: string[] = [];
  failure: Json = null;
  override block(...args: Parameters<ModuleHarness['block']>): ReturnType<ModuleHarness['block']> {
    const recorded = super.block(...args);
    this.happened.push(...this.blockEvents.map(({ name }) => name));
    this.failure = this.blockEvents.find(({ name }) => name === 'change-failed')?.data ?? this.failure;
    return recorded;
  }
  passUntil(event: string): void {
    for (let i = 0; i < 20 && !this.happened.includes(event); i += 1) this.block([]);
    expect(this.happened).toContain(event);
  }
  ask<T = Json>(query: string, args: Json = {}, set?: number): T {
    return this.query('rule-book', query, args, set) as T;
  }
  code(run: () => unknown): string {
    try {
      run();
      return 'answered';
    } catch (error) {
      return (error as { code: string }).code;
    }
  }
}
export const published = (source: RulePackage): object => ({ kind: 'publish-package', module: 'rule-book', content: source });
export const swapTo = (id: string): object => ({ kind: 'swap-package', module: 'rule-book', package: id });
