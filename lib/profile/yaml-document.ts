import { dirname } from 'node:path'
import {
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
  type Document as YamlTree,
  type Tags,
  type YAMLError,
} from 'yaml'
import { documentOf, type Document, type Path } from './document.ts'
import { excerptOf } from './excerpt.ts'
import { printable } from './found.ts'
import { joinKeys } from './object-document.ts'
import type { Place, Problems } from './problems.ts'

/**
 * A YAML text that was opened from `path` and is called `name` in messages; undefined when it can't be read at all.
 * `tags` are those it may have besides YAML's own.
 */
export function yamlDocument(
  source: { readonly name: string; readonly path: string; readonly text: string },
  problems: Problems,
  tags: Tags = [],
): Document | undefined {
  const { name, path, text } = source
  const lines = new LineCounter()
  const tree = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    merge: true,
    stringKeys: true,
    customTags: (own) => [...own, ...tags],
  })
  const placeAt = (offset: number, subject?: string): Place => {
    const { line, col } = lines.linePos(Math.min(offset, text.length))
    return { where: `${name}:${line}:${col}`, subject, excerpt: excerptOf(text, line, col) }
  }
  if (reportSyntax(tree, placeAt, problems)) return undefined
  const root = plainData(tree, name, problems)
  if (root === undefined) return undefined
  const places = {
    folder: dirname(path),
    name,
    value: (at: Path, offset = 0) =>
      placeAt(valueOffset(tree, at) + textOffset(tree, at, offset), subjectOf(at)),
    key: (at: Path) => placeAt(keyOffset(tree, at), subjectOf(at.slice(0, -1))),
  }
  return documentOf(root, places, problems)
}

const mostErrors = 10

/** True when the text is so broken that what it says can't be known. */
function reportSyntax(
  tree: YamlTree.Parsed,
  placeAt: (offset: number) => Place,
  problems: Problems,
): boolean {
  const faults: readonly YAMLError[] = [...tree.errors, ...tree.warnings]
  for (const fault of faults.slice(0, mostErrors)) problems.add(placeAt(fault.pos[0]), syntaxMessage(fault))
  return faults.some(({ code }) => code !== 'DUPLICATE_KEY')
}

function syntaxMessage({ code, message }: YAMLError): string {
  if (code === 'DUPLICATE_KEY') return 'this key is given twice in one mapping; keep one of them'
  if (code === 'MULTIPLE_DOCS') return 'a second document starts here; write one document without "---" in it'
  return `this is not valid YAML: ${printable(message)}`
}

function plainData(tree: YamlTree.Parsed, name: string, problems: Problems): unknown {
  try {
    const root: unknown = tree.toJS()
    if (root !== null && root !== undefined) return root
    problems.add(
      { where: name },
      'the file is empty; write a mapping, such as phases: [{ burst: { size: 50 } }]',
    )
  } catch (error) {
    // The parser refuses aliases that would grow without bound, and aliases of nothing.
    if (!(error instanceof Error)) throw error
    problems.add({ where: name }, `its aliases can't be followed: ${printable(error.message)}`)
  }
  return undefined
}

const subjectOf = (path: Path) => (path.length === 0 ? undefined : joinKeys(path))

/** Where the value at a path begins; for one that is not in the text itself (a merged key), where its parent does. */
function valueOffset(tree: YamlTree.Parsed, path: Path): number {
  const node = path.length === 0 ? tree.contents : tree.getIn(path, true)
  const start = isNode(node) ? node.range?.[0] : undefined
  if (start !== undefined) return start
  return path.length === 0 ? 0 : valueOffset(tree, path.slice(0, -1))
}

/** From where a value begins to a character of its text: behind the quote of a quoted one. */
function textOffset(tree: YamlTree.Parsed, path: Path, offset: number): number {
  const node = tree.getIn(path, true)
  if (offset === 0 || !isScalar(node)) return 0
  return node.type === 'PLAIN' ? offset : node.type?.startsWith('QUOTE') === true ? offset + 1 : 0
}

function keyOffset(tree: YamlTree.Parsed, path: Path): number {
  const parent = path.length === 1 ? tree.contents : tree.getIn(path.slice(0, -1), true)
  if (!isMap(parent)) return valueOffset(tree, path)
  const pair = parent.items.find(({ key }) => (isScalar(key) ? key.value : key) === path.at(-1))
  const start = isNode(pair?.key) ? pair.key.range?.[0] : undefined
  return start ?? valueOffset(tree, path)
}
