import { UsageError } from '../model/usage-error.ts'

/** The file is not one that coldburst wrote. */
export class ForeignFileError extends Error {
  constructor(path: string) {
    super(`${path} is not a file of observations`)
    this.name = 'ForeignFileError'
  }
}

/** Throws UsageError about the folder that was named where it holds a foreign file, and else what was thrown. */
export function refuseForeign(folder: string, what: 'run' | 'comparison', error: unknown): never {
  if (!(error instanceof ForeignFileError)) throw error
  const message = `not a ${what} of coldburst: ${error.message}`
  throw new UsageError([{ where: folder, message }], { cause: error })
}
