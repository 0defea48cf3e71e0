import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** The system's Chromium; another by BYSTACK_CHROMIUM. */
export const CHROMIUM = process.env.BYSTACK_CHROMIUM ?? PLACES.find((path) => existsSync(path));

const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export interface Look {
  readonly language: 'en' | 'zh';
  readonly scheme: 'light' | 'dark';
  readonly width: number;
}

/** A person's browser on the console: what it complains about is kept, and nothing on the page may break silently. */
export class Visitor {
  readonly complaints: string[] = [];
  private constructor(readonly browser: Browser, private readonly url: string) {}

  static async arrive(url: string): Promise<Visitor> {
    return new Visitor(await chromium.launch({ executablePath: CHROMIUM, headless: true, args: QUIET }), url);
  }

  /** A fresh profile; with `session`, one that is signed in already. */
  async open(look: Look = { language: 'en', scheme: 'light', width: 1280 }, session?: string): Promise<Page> {
    const context = await this.browser.newContext({
      baseURL: this.url,
      viewport: { width: look.width, height: 860 },
      colorScheme: look.scheme,
      locale: look.language === 'zh' ? 'zh-CN' : 'en-GB',
      reducedMotion: 'reduce',
      acceptDownloads: true,
      ...(session === undefined ? {} : { storageState: JSON.parse(session) }),
    });
    context.setDefaultTimeout(60_000);
    const page = await context.newPage();
    page.on('pageerror', (error) => this.complaints.push(`${page.url()}: ${error.message}`));
    page.on('console', (message) => {
      // A refusal that a test provokes is an answer, not a defect of the page.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) this.complaints.push(`${page.url()}: ${message.text()}`);
    });
    return page;
  }

  /** A fresh profile of somebody who asks for a page, is made to sign in, and comes to it. */
  async openAs({ email, password }: { readonly email: string; readonly password: string }, path: string): Promise<Page> {
    const page = await this.open();
    await page.goto(path);
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    return page;
  }

  leave(): Promise<void> {
    return this.browser.close();
  }
}
