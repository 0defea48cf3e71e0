import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';

const ROOT = resolve(__dirname, '../../../..');

/** Compiles what changed, so that the program under test is the one in the sources. */
export function buildPrograms(): void {
  const script = `import { ensureBuilt } from ${JSON.stringify(resolve(ROOT, 'scripts/lib/build-if-needed.mjs'))}; await ensureBuilt(${JSON.stringify(ROOT)}, () => {}, { console: false });`;
  execFileSync(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** The agent as users run it: a program of its own that can be killed. */
export class AgentProcess {
  private constructor(private readonly child: ChildProcess) {}

  static start(env: Readonly<Record<string, string>>): AgentProcess {
    const child = spawn(process.execPath, [resolve(ROOT, 'dist/apps/node-agent/src/main.js')], { env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', process.env.DEBUG ? 'inherit' : 'ignore'] });
    return new AgentProcess(child);
  }

  /** Ends as if the machine pulled the plug on it. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<number | null> {
    const ended = new Promise<number | null>((done) => this.child.once('exit', done));
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    this.child.kill(signal);
    return ended;
  }

  /** The line it prints when it is enrolled and at work. */
  ready(): Promise<{ readonly hostId: string }> {
    return new Promise((done, fail) => {
      let text = '';
      this.child.stdout?.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8');
        if (text.includes('\n')) done(JSON.parse(text.slice(0, text.indexOf('\n'))) as { hostId: string });
      });
      this.child.once('exit', (code) => fail(new Error(`the agent ended with ${code}`)));
    });
  }
}
