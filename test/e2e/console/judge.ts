import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** Longer texts than ours: what a translation may need. */
const STRETCH = 1.4;

/** @param rules all, unless they are named. @returns what keeps people from using the page, of any severity: rule, severity and place */
export async function barriers(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  // There are no frames whose findings would have to be gathered in a page of their own, and nobody reads where things are that are well: without either it takes a third of the time.
  const judge = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const { violations } = await (rules === undefined ? judge : judge.withRules([...rules])).analyze();
  return violations.flatMap(({ id, impact, nodes }) => nodes.map((node) => `${id} (${impact}): ${node.html.slice(0, 140)}`));
}

/** Runs in the page. */
const STRETCHED = `(() => {
  const walker = document.createTreeWalker(document.getElementById('root'), NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts) if (text.data.trim() !== '' && text.parentElement.closest('code, pre') === null) text.data += ' ' + text.data.slice(0, Math.ceil(text.data.length * ${STRETCH - 1}));
  return document.documentElement.scrollWidth - window.innerWidth;
})()`;

/** Makes every text (not ids and data) 40 % longer. @returns by how many pixels the page is then wider than its window */
export function overflowWhenStretched(page: Page): Promise<number> {
  return page.evaluate<number>(STRETCHED);
}

/** Lines of text on the page that are keys of the catalogue instead of words. */
export async function bareKeys(page: Page, keys: ReadonlySet<string>): Promise<readonly string[]> {
  const lines = (await page.locator('body').innerText()).split(/[\n\t]/);
  return lines.map((line) => line.trim()).filter((line) => line.includes('.') && keys.has(line));
}
