import type { RuleFailure } from '@bystack/chain-core/module';

/** What the library says when a rule comes to no answer, by what it is about. Only told to people: another version of the library may word it differently, and then it is told as it is. */
export function failureOf(message: string): RuleFailure {
  const field = /^field not found: (.+)$/.exec(message)?.[1];
  if (field !== undefined) return { why: 'no-field', detail: field };
  const overload = /^found no matching overload for '?(.+?)'? applied to '(.+)'$/.exec(message);
  if (overload !== null) return { why: 'kinds', detail: `${overload[1]!.replaceAll('_', '')} ${overload[2]}` };
  return { why: 'other', detail: message.slice(0, 200) };
}
