import { createInterface } from 'node:readline'
import { isatty } from 'node:tty'

/** All of the process that commands may touch; made once, in `main`. */
export interface Context {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** Results. */
  readonly out: Output
  /** Progress, notes and errors. */
  readonly err: Output
  /**
   * Asks a person on the terminal, and gives the line that was typed; undefined where nobody is there to be asked, and
   * where `givenUp` aborts.
   */
  ask(question: string, givenUp?: AbortSignal): Promise<string | undefined>
  /** Whether `ask` has somebody to ask. */
  readonly canAsk: boolean
  /** Calls back on each SIGINT and SIGTERM until the returned function is called. */
  onSignal(listener: (signal: NodeJS.Signals) => void): () => void
}

export interface Output {
  readonly isTerminal: boolean
  /** Columns; 80 where it is no terminal. */
  readonly width: number
  readonly color: boolean
  readonly unicode: boolean
  /** The stream itself, for what draws on it. */
  readonly stream: NodeJS.WritableStream
  /** Resolves when the bytes have left: a report piped into `head` or a full disk must not be cut silently. */
  write(text: string | Uint8Array): Promise<void>
}

export function processContext(): Context {
  const { env } = process
  const args = process.argv.slice(2)
  const colorless = wantsNoColor(args)
  const err = createOutput(process.stderr, env, colorless)
  return {
    args,
    env,
    cwd: process.cwd(),
    out: createOutput(process.stdout, env, colorless),
    err,
    canAsk: isatty(0) && isatty(2),
    async ask(question, givenUp) {
      if (!isatty(0) || !isatty(2)) return undefined
      // Only here: nothing that is not needed for --help is loaded for it.
      const { paragraph } = await import('../reports/paragraph.ts')
      return askOn(process.stdin, process.stderr, `${paragraph(question.trimEnd(), err)} `, givenUp)
    },
    onSignal(listener) {
      const signals = ['SIGINT', 'SIGTERM'] as const
      for (const signal of signals) process.on(signal, listener)
      return () => {
        for (const signal of signals) process.off(signal, listener)
      }
    },
  }
}

/**
 * The next line of `input` after `question` was written to `output`; undefined when there is no more, or it is given up.
 */
export async function askOn(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  question: string,
  givenUp?: AbortSignal,
): Promise<string | undefined> {
  // The terminal's own line editing: in raw mode Ctrl-C would be a key like others, and no signal.
  const lines = createInterface({ input, terminal: false, ...(givenUp && { signal: givenUp }) })
  let answered = false
  output.write(question)
  try {
    return await new Promise((resolve) => {
      lines.once('line', (line) => {
        answered = true
        resolve(line)
      })
      lines.once('close', () => {
        // Nobody pressed Enter: what comes next would stand behind the question.
        if (!answered) output.write('\n')
        resolve(undefined)
      })
    })
  } finally {
    lines.close()
    // What has been opened for reading would keep the process from ending.
    input.pause()
  }
}

/** A stream of the process; `columns` and `fd` are those of `process.stdout`. */
type OutputStream = NodeJS.WritableStream & { readonly fd?: number; readonly columns?: number }

export function createOutput(stream: OutputStream, env: Context['env'], colorless: boolean): Output {
  const isTerminal = stream.fd !== undefined && isatty(stream.fd)
  return {
    isTerminal,
    // A terminal may not know its width, or say 0.
    width: isTerminal ? Math.max(60, stream.columns || 80) : 80,
    color: !colorless && wantsColor(isTerminal, env),
    unicode: wantsUnicode(env),
    stream,
    write: createWrite(stream),
  }
}

function createWrite(stream: NodeJS.WritableStream): Output['write'] {
  let readerGone = false
  // Each failure comes to its write, too; without a listener it would end the process.
  stream.on('error', () => undefined)
  return async (text) =>
    new Promise((resolve, reject) => {
      // What is written to a broken pipe later fails in other ways.
      if (readerGone) return resolve()
      stream.write(text, (error) => {
        readerGone ||= readerHasGone(error)
        if (error && !readerGone) reject(error)
        else resolve()
      })
    })
}

/** `coldburst … | head` closes the pipe when it has seen enough: no fault of anybody's. */
const readerHasGone = (error: Error | null | undefined): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EPIPE'

/** Looked for before the command line is read, because its mistakes are printed in color, too. */
function wantsNoColor(args: readonly string[]): boolean {
  const end = args.indexOf('--')
  return args.slice(0, end === -1 ? undefined : end).includes('--no-color')
}

/** https://no-color.org, and FORCE_COLOR as Node and most tools read it. */
function wantsColor(isTerminal: boolean, env: Context['env']): boolean {
  if (env['NO_COLOR']) return false
  if (env['FORCE_COLOR'] !== undefined) return env['FORCE_COLOR'] !== '0'
  return isTerminal && env['TERM'] !== 'dumb'
}

function wantsUnicode(env: Context['env']): boolean {
  if (env['TERM'] === 'dumb' || env['TERM'] === 'linux') return false
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG']
  // A machine that says nothing, as most CI runners, takes UTF-8; one that says C or POSIX means it.
  return locale === undefined || locale === '' || /utf-?8/i.test(locale)
}
