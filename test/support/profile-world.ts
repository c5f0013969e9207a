import { createHash } from 'node:crypto'
import { parseThreshold } from '../../lib/gates/parse-threshold.ts'
import { printThreshold } from '../../lib/gates/print-threshold.ts'
import type { FileReader } from '../../lib/profile/files.ts'
import type { Flags } from '../../lib/profile/flags.ts'
import { parseComparison } from '../../lib/profile/parse-comparison.ts'
import {
  parsePlan,
  type ParsedPlan,
  type ProfileSources,
  type ProfileWorld,
} from '../../lib/profile/parse-plan.ts'
import { UsageError, type Problem } from '../../lib/model/usage-error.ts'
import type { ApplySaid } from '../../lib/profile/check-apply.ts'

export interface MemoryFile {
  readonly text: string
  readonly executable?: boolean
  /** How large it says it is, when not as large as its text. */
  readonly bytes?: number
}

/** Files in memory by absolute path; the folders above them are there too. */
export function memoryFiles(files: Readonly<Record<string, string | MemoryFile>>): FileReader {
  const file = (path: string): MemoryFile | undefined => {
    const found = files[path]
    return typeof found === 'string' ? { text: found } : found
  }
  const isDirectory = (path: string) =>
    Object.keys(files).some((name) => name.startsWith(`${path.replace(/\/$/, '')}/`))
  return {
    readText: (path) => {
      const found = file(path)
      if (found === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' })
      return found.text
    },
    exists: (path) => file(path) !== undefined || isDirectory(path),
    isDirectory,
    isExecutable: (path) => file(path)?.executable === true,
    size: (path) => file(path)?.bytes ?? Buffer.byteLength(file(path)?.text ?? ''),
    firstBytes: (path, count) => Buffer.from(file(path)?.text ?? '').subarray(0, count),
  }
}

/** `/project` with one function in `fn`, and the package's own folder `/package/profiles`. */
export const usualFiles = {
  '/project/fn/index.mjs': '',
  '/package/profiles/tour.yaml':
    'target: { local: functions/hello }\npayload: { holdMs: 300 }\nphases: [{ name: bursts, burst: { size: 50 } }]\n',
  '/package/profiles/compare.yaml':
    'target: { local: functions/cpu }\ncompare: { memory: [256, 512], requests: 40, cold: 4 }\n',
  '/package/profiles/functions/hello/index.mjs': '',
  '/package/profiles/functions/cpu/index.mjs': '',
  '/package/profiles/functions/leaky/index.mjs': '',
}

export function profileWorld(files: Readonly<Record<string, string | MemoryFile>> = {}): ProfileWorld {
  return {
    files: memoryFiles({ ...usualFiles, ...files }),
    cwd: '/project',
    samples: '/package/profiles',
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
    readThreshold: (text, phases) => {
      const threshold = parseThreshold(text, phases)
      return threshold.kind === 'problem' ? threshold : { canonical: printThreshold(threshold) }
    },
  }
}

export interface Said {
  readonly flags?: Flags
  readonly env?: ProfileSources['env']
  /** The text of `/project/nightly.yaml`. */
  readonly profile?: string
  readonly files?: Readonly<Record<string, string | MemoryFile>>
}

export function plan({ flags = {}, env = {}, profile, files = {} }: Said): ParsedPlan {
  const source = profile === undefined ? {} : { '/project/nightly.yaml': profile }
  return parsePlan({
    ...profileWorld({ ...files, ...source }),
    flags,
    env,
    profile: profile === undefined ? undefined : 'nightly.yaml',
  })
}

/** The same for a comparison, on a machine with two processors; `apply` is where that was said. */
export function comparison({ flags = {}, env = {}, profile, files = {}, ...more }: ComparisonSaid) {
  const source = profile === undefined ? {} : { '/project/nightly.yaml': profile }
  return parseComparison({
    ...profileWorld({ ...files, ...source }),
    cpus: 2,
    flags,
    env,
    profile: profile === undefined ? undefined : 'nightly.yaml',
    ...more,
  })
}

export interface ComparisonSaid extends Said {
  readonly apply?: ApplySaid
  readonly cpus?: number
}

/** The problems of a comparison as `where: message`. */
export function comparisonComplaints(said: ComparisonSaid): string[] {
  return problemsIn(() => comparison(said)).map(({ where, message }) => `${where}: ${message}`)
}

/** Every problem with what was said; none when it makes a plan. */
export function problemsOf(said: Said): readonly Problem[] {
  return problemsIn(() => plan(said))
}

function problemsIn(work: () => unknown): readonly Problem[] {
  try {
    work()
    return []
  } catch (error) {
    if (error instanceof UsageError) return error.problems
    throw error
  }
}

/** The problems as `where: message`. */
export function complaints(said: Said): string[] {
  return problemsOf(said).map(({ where, message }) => `${where}: ${message}`)
}
