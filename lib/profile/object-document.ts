import { documentOf, type Document, type Path } from './document.ts'
import type { Problems } from './problems.ts'

/** Data that did not come from a file: places are paths of keys, such as `phases[0].burst.size`. */
export function objectDocument(input: unknown, folder: string, problems: Problems): Document {
  const place = (path: Path) => ({ where: path.length === 0 ? 'profile' : joinKeys(path) })
  return documentOf(input, { folder, name: 'profile', value: place, key: place }, problems)
}

/** `['phases', 0, 'burst']` as `phases[0].burst`. */
export function joinKeys(path: Path): string {
  return path.map((key, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? key : `.${key}`)).join('')
}
