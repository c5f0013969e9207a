/** The most that a zip may hold. */
export interface ZipLimits {
  readonly unpackedBytes: number
  readonly files: number
}

/** What a zip says of one of its entries, unchecked. */
export interface ZipEntry {
  readonly name: string
  /** Of Unix, with the kind of file; undefined when it was packed where there are none. */
  readonly mode: number | undefined
  readonly unpackedBytes: number
  readonly encrypted: boolean
}

/** What becomes of an entry; the path is inside the folder and has no empty part, `.` or `..`. */
export interface PlannedEntry {
  readonly kind: 'file' | 'folder' | 'link'
  readonly path: string
  /** Permissions only. */
  readonly mode: number
}

export type ZipPlan =
  | { readonly kind: 'plan'; readonly entries: readonly PlannedEntry[] }
  | { readonly kind: 'refused'; readonly problem: string }

/** Decides what to make of the entries, in their order, before anything is written: one bad entry refuses all. */
export function planZip(entries: readonly ZipEntry[], limits: ZipLimits): ZipPlan {
  if (entries.length > limits.files) return refused(`it has more than ${limits.files} entries`)
  const claimed = entries.reduce((sum, { unpackedBytes }) => sum + unpackedBytes, 0)
  if (claimed >= limits.unpackedBytes) return refused(tooLarge(limits))
  const planned: PlannedEntry[] = []
  const seen = new Map<string, PlannedEntry['kind']>()
  for (const entry of entries) {
    const problem = problemOf(entry)
    if (problem !== undefined) return refused(`${JSON.stringify(entry.name)} ${problem}`)
    const one = plan(entry)
    const before = seen.get(one.path)
    if (before !== undefined && !(before === 'folder' && one.kind === 'folder')) {
      return refused(`${JSON.stringify(one.path)} is there twice`)
    }
    seen.set(one.path, one.kind)
    planned.push(one)
  }
  const inside = planned.find(({ path }) => parentsOf(path).some((parent) => isNoFolder(seen.get(parent))))
  if (inside !== undefined) return refused(`${JSON.stringify(inside.path)} lies in what is no folder`)
  return { kind: 'plan', entries: planned }
}

/** AWS's words for a package that is too large unpacked. */
export function tooLarge({ unpackedBytes }: ZipLimits): string {
  return `Unzipped size must be smaller than ${unpackedBytes} bytes`
}

function problemOf({ name, mode, encrypted }: ZipEntry): string | undefined {
  if (encrypted) return 'is encrypted'
  if (name.length > MOST_NAME_BYTES) return 'has too long a name'
  // Backslashes are folders to the one who unpacks on Windows, and names to everybody else.
  if (/[\\\0]/.test(name)) return 'has a backslash or a zero byte in its name'
  if (name.startsWith('/') || /^[a-zA-Z]:/.test(name)) return 'has an absolute name'
  const parts = name.replace(/\/$/, '').split('/')
  if (parts.some((part) => part === '' || part === '.' || part === '..')) {
    return 'has an empty part, «.» or «..» in its name'
  }
  if (parts.some((part) => Buffer.byteLength(part) > MOST_PART_BYTES)) return 'has too long a name'
  const kind = (mode ?? REGULAR) & KIND_BITS
  const folder = name.endsWith('/')
  const fits = kind === 0 || (folder ? kind === FOLDER : kind === REGULAR || kind === LINK)
  return fits ? undefined : 'is neither a file, a folder nor a symbolic link'
}

function plan({ name, mode }: ZipEntry): PlannedEntry {
  const permissions = (mode ?? 0) & 0o777
  // Nobody could get into a folder without these, not even to remove it.
  if (name.endsWith('/')) return { kind: 'folder', path: name.slice(0, -1), mode: permissions | 0o700 }
  const kind = ((mode ?? REGULAR) & KIND_BITS) === LINK ? 'link' : 'file'
  return { kind, path: name, mode: mode === undefined || permissions === 0 ? 0o644 : permissions }
}

const KIND_BITS = 0o170000
const REGULAR = 0o100000
const FOLDER = 0o040000
const LINK = 0o120000
const MOST_NAME_BYTES = 4_096
const MOST_PART_BYTES = 255

function parentsOf(path: string): readonly string[] {
  const parts = path.split('/')
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('/'))
}

function isNoFolder(kind: PlannedEntry['kind'] | undefined): boolean {
  return kind === 'file' || kind === 'link'
}

/**
 * True for a link that stays inside. `..` only counts at the start: after the name of another link it would
 * mean that link's parent, wherever that is.
 */
export function staysInside(linkPath: string, target: string): boolean {
  if (target === '' || /[\\\0]/.test(target) || target.startsWith('/')) return false
  const parts = target.split('/').filter((part) => part !== '' && part !== '.')
  const firstName = parts.findIndex((part) => part !== '..')
  const up = firstName === -1 ? parts.length : firstName
  return up <= parentsOf(linkPath).length && !parts.slice(up).includes('..')
}

function refused(problem: string): ZipPlan {
  return { kind: 'refused', problem }
}
