import type { ModuleCard, SubmissionView, TransactionView } from '@bystack/api';
import { ApiProblem } from '../client/errors';
import type { Answer, Call } from './command';

/** What the modules of a chain call things, and the kernel. @param set of modules that was in force once; left out: those in force */
export async function cardsOf(call: Call, chainId: string, set?: number): Promise<readonly ModuleCard[]> {
  const [{ items }, kernel] = await Promise.all([call.client().chains.commands(chainId, set), call.client().catalogue.module('kernel')]);
  return [...items, kernel];
}

export function titled(cards: readonly ModuleCard[], what: 'commands' | 'events', module: string, name: string): string {
  const title = cards.find((card) => card.name === module)?.[what].find((one) => one.name === name)?.title.en;
  return title === undefined ? `${module} · ${name}` : `${title} (${module} ${name})`;
}

/** A line for each kind of thing that happened, and how often. */
export function happenings({ events }: Pick<TransactionView, 'events'>, cards: readonly ModuleCard[]): readonly string[] {
  const times = new Map<string, number>();
  for (const { module, name } of events) {
    const title = titled(cards, 'events', module, name);
    times.set(title, (times.get(title) ?? 0) + 1);
  }
  return [...times].map(([title, count]) => `happened    ${title}${count === 1 ? '' : `, ${count} times`}`);
}

/** Adds, for people, what came of an accepted submission: a record that was there already is accepted, too, and nothing is made of it. It stands, whether or not that can be told. */
export async function toldMore(call: Call, chainId: string, view: SubmissionView, answer: Answer): Promise<Answer> {
  if (call.values.json || view.outcome?.kind !== 'accepted') return answer;
  try {
    const [transaction, cards] = await Promise.all([call.client().chains.transaction(chainId, view.txId), cardsOf(call, chainId)]);
    return { ...answer, text: [answer.text, ...happenings(transaction, cards)].join('\n') };
  } catch (error) {
    if (error instanceof ApiProblem) return answer;
    throw error;
  }
}
