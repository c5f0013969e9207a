import { parseArgs } from 'node:util'
import { measures } from './measures/index.ts'

export interface BenchOptions {
  readonly json: boolean
  readonly only: readonly string[]
}

/** Reads `--json`, and `--only throughput,burst` or the names by themselves. Gives a sentence where they can't be read. */
export function readOptions(args: readonly string[]): BenchOptions | string {
  const names = Object.keys(measures)
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false }, only: { type: 'string' } },
    })
    const asked = [...(values.only?.split(',') ?? []), ...positionals]
    const only = asked.length === 0 ? names : [...new Set(asked)]
    const strange = only.filter((name) => !names.includes(name))
    if (strange.length > 0) return `there is no measure "${strange[0]}"; there are ${names.join(', ')}`
    return { json: values.json, only }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
