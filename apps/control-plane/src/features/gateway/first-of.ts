/**
 * The first that succeeds. Each begins once one before it has failed, or has taken longer than `patienceMs`; those that come too late are not listened to.
 * Rejects with all that they failed with, when none is left or after `withinMs`.
 */
export function firstOf<T>(tries: readonly (() => Promise<T>)[], { patienceMs, withinMs }: { readonly patienceMs: number; readonly withinMs: number }): Promise<T> {
  return new Promise((settle, reject) => {
    const errors: unknown[] = [];
    let begun = 0;
    let impatience: NodeJS.Timeout | undefined;
    const end = (how: () => void): void => {
      begun = tries.length;
      clearTimeout(impatience);
      clearTimeout(deadline);
      how();
    };
    const giveUp = (): void => end(() => reject(new NoneOf(errors)));
    const deadline = setTimeout(giveUp, withinMs);
    const next = (): void => {
      clearTimeout(impatience);
      const attempt = tries[begun];
      begun += 1;
      if (attempt === undefined) return;
      impatience = setTimeout(next, patienceMs);
      attempt().then((value) => end(() => settle(value)), fail);
    };
    const fail = (error: unknown): void => {
      if (errors.push(error) === tries.length) giveUp();
      else next();
    };
    if (tries.length === 0) giveUp();
    else next();
  });
}

export class NoneOf extends Error {
  constructor(readonly errors: readonly unknown[]) {
    super('none succeeded');
  }
}
