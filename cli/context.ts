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
  const { env, argv } = process
  return {
    args: argv.slice(2),
    env,
    cwd: process.cwd(),
    out: outputOf(process.stdout, env),
    err: outputOf(process.stderr, env),
    onSignal(listener) {
      const signals = ['SIGINT', 'SIGTERM'] as const
      for (const signal of signals) process.on(signal, listener)
      return () => {
        for (const signal of signals) process.off(signal, listener)
      }
    },
  }
}

function outputOf(stream: NodeJS.WriteStream & { fd: number }, env: Context['env']): Output {
  const isTerminal = isatty(stream.fd)
  return {
    isTerminal,
    width: isTerminal ? Math.max(60, stream.columns) : 80,
    color: wantsColor(isTerminal, env),
    unicode: wantsUnicode(env),
    stream,
    write: async (text) =>
      new Promise((resolve, reject) => {
        stream.write(text, (error) => (error && !readerHasGone(error) ? reject(error) : resolve()))
      }),
  }
}

/** `coldburst … | head` closes the pipe when it has seen enough: no fault of anybody's. */
const readerHasGone = (error: Error): boolean => 'code' in error && error.code === 'EPIPE'

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
