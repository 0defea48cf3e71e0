import { run } from '../run';

/** What came of a command line. */
export interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** Runs one command line with this home folder. */
export async function runLine(home: string, words: readonly string[]): Promise<Ran> {
  const said = { out: '', err: '' };
  const out = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => ((said.out += String(chunk)), true));
  const err = jest.spyOn(process.stderr, 'write').mockImplementation((chunk) => ((said.err += String(chunk)), true));
  try {
    return { exit: await run([...words], { HOME: home }), ...said };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}
