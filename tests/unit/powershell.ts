/**
 * PowerShell read by the grammar that editors use, since no PowerShell can be had where the tests run: what is no
 * PowerShell, and which commands and types a script names.
 */
import { createRequire } from 'node:module';
import treeSitter, { type Node } from '@vscode/tree-sitter-wasm';

export interface PowerShellReading {
  /** Each place that is no PowerShell, `line:column text`. */
  readonly faults: readonly string[];
  /** Each once, sorted. */
  readonly commands: readonly string[];
  readonly types: readonly string[];
}

const GRAMMAR = '@vscode/tree-sitter-wasm/wasm/tree-sitter-powershell.wasm';

const parser = await (async () => {
  await treeSitter.Parser.init();
  const made = new treeSitter.Parser();
  made.setLanguage(await treeSitter.Language.load(createRequire(import.meta.url).resolve(GRAMMAR)));
  return made;
})();

/** The grammar does not know lists of bare words, which PowerShell takes as text; quoted, they are the same. */
const quoted = (script: string): string =>
  script.replace(
    /(?<= Format-(?:List|Table) )[A-Za-z0-9]+(?:,[A-Za-z0-9]+)*/gu,
    (words) => `'${words.replaceAll(',', "','")}'`,
  );

const all = (node: Node): Node[] => [
  node,
  ...node.children.flatMap((child) => (child === null ? [] : all(child))),
];

export const readPowerShell = (script: string): PowerShellReading => {
  const tree = parser.parse(quoted(script));
  if (tree === null) throw new Error('the parser has no grammar');
  const nodes = all(tree.rootNode);
  const named = (type: string): string[] =>
    [...new Set(nodes.filter((node) => node.type === type).map(({ text }) => text))].toSorted();
  const reading = {
    faults: nodes
      .filter(({ isError, isMissing }) => isError || isMissing)
      .map(({ startPosition: { row, column }, text }) => `${row + 1}:${column + 1} ${text.slice(0, 60)}`),
    commands: named('command_name'),
    types: named('type_literal'),
  };
  tree.delete();
  return reading;
};
