import ts from 'typescript';

/** Attributes whose text a person reads or hears. */
const SAID = new Set(['label', 'title', 'placeholder', 'aria-label', 'alt', 'description', 'caption', 'lead', 'note', 'action', 'figure', 'unit', 'error']);
const hasLetters = (text: string): boolean => /\p{L}/u.test(text);

/** @returns `line: text` of every text written in the markup of a .tsx source instead of the catalogue */
export function literalTexts(source: string): readonly string[] {
  const file = ts.createSourceFile('page.tsx', source, ts.ScriptTarget.ESNext, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const report = (node: ts.Node, text: string) => {
    if (hasLetters(text)) found.push(`${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${text.trim()}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node)) report(node, node.text);
    if (ts.isJsxExpression(node) && node.expression !== undefined && ts.isStringLiteralLike(node.expression) && !ts.isJsxAttribute(node.parent)) report(node, node.expression.text);
    if (ts.isJsxAttribute(node) && SAID.has(node.name.getText()) && node.initializer !== undefined) {
      const value = ts.isJsxExpression(node.initializer) ? node.initializer.expression : node.initializer;
      if (value !== undefined && ts.isStringLiteralLike(value)) report(node, value.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Every string in a source: whole literals, and the beginnings of those that are put together from parts. */
export function stringsIn(source: string): { readonly whole: ReadonlySet<string>; readonly beginnings: readonly string[] } {
  const whole = new Set<string>();
  const beginnings: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) whole.add(node.text);
    if (ts.isTemplateExpression(node) && node.head.text.endsWith('.')) beginnings.push(node.head.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('page.tsx', source, ts.ScriptTarget.ESNext, true, ts.ScriptKind.TSX));
  return { whole, beginnings };
}
