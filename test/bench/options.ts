import { parseArgs } from 'node:util'
import { measures } from './measures/index.ts'

export interface BenchOptions {
  readonly json: boolean
  readonly only: readonly string[]
}

/** Reads `--json` and `--only throughput,burst`. Gives a sentence where they can't be read. */
export function readOptions(args: readonly string[]): BenchOptions | string {
  const names = Object.keys(measures)
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean', default: false }, only: { type: 'string' } },
    })
    const only = values.only?.split(',') ?? names
    const strange = only.filter((name) => !names.includes(name))
    if (strange.length > 0) return `there is no measure "${strange[0]}"; there are ${names.join(', ')}`
    return { json: values.json, only }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
