import { join, resolve } from 'node:path';
import ts from 'typescript';

const root = resolve(__dirname, '../..');

export interface TypeError {
  /** Counts from 1. */
  readonly line: number;
  readonly message: string;
}

/** What the compiler says of texts, by their names, as if they were files of the repository beside `place`. Nothing is written. */
export function typeErrors(place: string, texts: Readonly<Record<string, string>>): Readonly<Record<string, readonly TypeError[]>> {
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile.bind(ts.sys)).config, ts.sys, root);
  const files = new Map(Object.entries(texts).map(([name, text]) => [join(root, place, name), text]));
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (file) => files.get(file) ?? readFile(file);
  host.fileExists = (file) => files.has(file) || fileExists(file);
  const program = ts.createProgram([...files.keys()], { ...options, module: ts.ModuleKind.ESNext, noUnusedLocals: false, noUnusedParameters: false }, host);
  return Object.fromEntries(
    Object.keys(texts).map((name) => {
      const source = program.getSourceFile(join(root, place, name))!;
      const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
      return [name, found.map(({ start = 0, messageText }) => ({ line: source.getLineAndCharacterOfPosition(start).line + 1, message: ts.flattenDiagnosticMessageText(messageText, '\n') }))];
    }),
  );
}
