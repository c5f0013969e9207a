import { randomUUID } from 'node:crypto'
import { lstatSync, opendirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'

/** What the probe says at each invocation, in its log line and in the response. */
export interface ProbeMark {
  /** The execution environment: its log stream, or an id kept in its temporary files. Survives a crash. */
  readonly environmentId: string
  /** This process: new after every INIT, and in every clone of a SnapStart snapshot. */
  readonly processId: string
  /** Which invocation of this process it is, from 1. */
  readonly call: number
  /** `AWS_LAMBDA_INITIALIZATION_TYPE`, where it is set. */
  readonly initializationType?: string
  /** Unix epoch, ms. */
  readonly processStartMs: number
  /** Unix epoch, ms. */
  readonly handlerStartMs: number
  /** Bytes in the temporary files when the handler was entered; absent once there were over 1,000 entries. */
  readonly tmpBytes?: number
}

/** What the probe reads and writes; the defaults are those of the running process. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly temporaryFolder: () => string
  readonly write: (line: string) => void
  /** Unix epoch, ms. */
  readonly now: () => number
  /** Unix epoch, ms. */
  readonly processStartMs: number
  readonly randomId: () => string
}

export interface Probe {
  /**
   * Wraps an async or callback handler. Each call prints one line `COLDBURST_PROBE {…}` before the handler runs,
   * so that crashes and timeouts leave a mark too. The same object is added to the response: under `coldburst`
   * in a plain object, as the header `x-coldburst-probe` where there is a `statusCode`. Other responses, and
   * errors, pass unchanged. The probe itself never makes an invocation fail. With `streamifyResponse`, wrap the
   * function that you hand to it.
   */
  readonly withProbe: <A extends readonly unknown[], R>(handler: (...args: A) => R) => (...args: A) => R
}

/** A probe with a state of its own; `withProbe` below is the one of this process. */
export function createProbe(surroundings: Partial<Surroundings> = {}): Probe {
  const around: Surroundings = { ...defaults, ...surroundings }
  let call = 0
  // Ids are made in the first call: made during INIT, all clones of a SnapStart snapshot would share them.
  let ids: Identity | undefined
  let tmpBytes: number | undefined

  function mark(): ProbeMark | undefined {
    try {
      call++
      ids ??= identify(around)
      // What could not be told once is not tried again: looking at 1,000 files takes milliseconds.
      if (call === 1 || tmpBytes !== undefined) tmpBytes = bytesBelow(around.temporaryFolder())
      const made = compose(ids, call, tmpBytes, around)
      around.write(`${linePrefix}${JSON.stringify(made)}\n`)
      return made
    } catch {
      // A function must not fail because it is observed (a closed stdout, a missing temporary folder).
      return undefined
    }
  }

  function withProbe<A extends readonly unknown[], R>(handler: (...args: A) => R): (...args: A) => R
  function withProbe(handler: (...args: unknown[]) => unknown): (...args: unknown[]) => unknown {
    function probed(this: unknown, ...args: unknown[]): unknown {
      const made = mark()
      if (made === undefined) return Reflect.apply(handler, this, args)
      const result = Reflect.apply(handler, this, withMarkingCallback(args, made))
      return isThenable(result)
        ? Promise.resolve(result).then((response) => addMark(response, made))
        : addMark(result, made)
    }
    // Runtimes look at the number of parameters to tell a callback handler.
    return Object.defineProperty(probed, 'length', { value: handler.length })
  }

  return { withProbe }
}

const defaults: Surroundings = {
  environment: process.env,
  temporaryFolder: tmpdir,
  write: (line) => void process.stdout.write(line),
  now: Date.now,
  processStartMs: performance.timeOrigin,
  // The entropy cache may have been filled during INIT and be part of a snapshot.
  randomId: () => randomUUID({ disableEntropyCache: true }),
}

const linePrefix = 'COLDBURST_PROBE '
const headerName = 'x-coldburst-probe'

interface Identity {
  readonly environmentId: string
  readonly processId: string
}

function identify(around: Surroundings): Identity {
  const processId = around.randomId()
  const stream = around.environment['AWS_LAMBDA_LOG_STREAM_NAME']
  // Several emulators set the constant `$LATEST`; SnapStart functions have no log stream name at all.
  if (stream !== undefined && /[0-9a-f]{16}$/i.test(stream)) return { environmentId: stream, processId }
  // Without temporary files the process is the best identity there is.
  return { environmentId: keptId(around) ?? processId, processId }
}

/** The id kept in the environment's temporary files, which outlive a crashed process. */
function keptId(around: Surroundings): string | undefined {
  try {
    const file = join(around.temporaryFolder(), '.coldburst-environment')
    const id = around.randomId()
    if (createFile(file, id)) return id
    const kept = readFileSync(file, 'utf8')
    return /^[\x21-\x7e]{8,128}$/.test(kept) ? kept : undefined
  } catch {
    return undefined
  }
}

/** False when the file exists already. */
function createFile(file: string, content: string): boolean {
  try {
    writeFileSync(file, content, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

function compose(ids: Identity, call: number, tmpBytes: number | undefined, around: Surroundings): ProbeMark {
  const initializationType = around.environment['AWS_LAMBDA_INITIALIZATION_TYPE']
  return {
    ...ids,
    call,
    ...(initializationType !== undefined && { initializationType }),
    processStartMs: Math.round(around.processStartMs),
    handlerStartMs: Math.round(around.now()),
    ...(tmpBytes !== undefined && { tmpBytes }),
  }
}

const mostEntries = 1_000

/**
 * Bytes in the files below a folder, links not followed; undefined beyond 1,000 entries or on any error. What is
 * mounted in it from elsewhere takes no space of it.
 */
function bytesBelow(root: string): number | undefined {
  const folders = [root]
  let bytes = 0
  let entries = 0
  try {
    const { dev } = statSync(root)
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      for (const name of namesIn(folder, mostEntries - entries)) {
        if (++entries > mostEntries) return undefined
        const path = join(folder, name)
        const stat = lstatSync(path)
        if (stat.dev !== dev) continue
        if (stat.isDirectory()) folders.push(path)
        else if (stat.isFile()) bytes += stat.size
      }
    }
    return bytes
  } catch {
    return undefined
  }
}

/** The names in a folder: one more than `most` where there are more, as a huge folder takes long to list. */
function namesIn(folder: string, most: number): string[] {
  const names: string[] = []
  const directory = opendirSync(folder)
  try {
    for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) {
      names.push(entry.name)
      if (names.length > most) break
    }
  } finally {
    directory.closeSync()
  }
  return names
}

/** A callback handler gives its response to its third argument. */
function withMarkingCallback(args: readonly unknown[], mark: ProbeMark): unknown[] {
  const callback = args[2]
  if (!isFunction(callback)) return [...args]
  const marking = (error?: unknown, response?: unknown): unknown =>
    error === undefined || error === null
      ? callback(error, addMark(response, mark))
      : callback(error, response)
  return [args[0], args[1], marking, ...args.slice(3)]
}

function addMark(response: unknown, mark: ProbeMark): unknown {
  try {
    if (!isPlainObject(response)) return response
    if (isGatewayShaped(response)) return withHeader(response, mark)
    // A function's own `coldburst` stays: its callers may depend on it, and the log line says the same.
    return Object.hasOwn(response, 'coldburst') ? response : { ...response, coldburst: mark }
  } catch {
    // A getter of the response may throw: then whoever serialises it shall see that, not the probe.
    return response
  }
}

/** API Gateway refuses unknown keys, and takes the status as a number or as a string of digits. */
function isGatewayShaped(response: Readonly<Record<string, unknown>>): boolean {
  const status = response['statusCode']
  return typeof status === 'number' || (typeof status === 'string' && /^\d{3}$/.test(status))
}

function withHeader(response: Readonly<Record<string, unknown>>, mark: ProbeMark): unknown {
  const headers = response['headers'] ?? {}
  if (!isPlainObject(headers)) return response
  if (Object.keys(headers).some((name) => name.toLowerCase() === headerName)) return response
  return { ...response, headers: { ...headers, [headerName]: headerValue(mark) } }
}

/** Headers carry ASCII only. */
function headerValue(mark: ProbeMark): string {
  return JSON.stringify(mark).replaceAll(
    /[^\x20-\x7e]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function isFunction(value: unknown): value is (...args: unknown[]) => unknown {
  return typeof value === 'function'
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && isFunction(value.then)
}

/** The probe of this process; see `Probe.withProbe`. */
export const { withProbe } = createProbe()
