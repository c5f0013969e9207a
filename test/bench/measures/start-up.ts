import { cliPath, runNode } from '../cli-process.ts'
import type { Goal } from '../goal.ts'
import type { Bench, Findings } from '../measure.ts'
import { median } from '../order.ts'
import { number } from '../table.ts'

const runs = 15

const commands: Readonly<Record<Command, readonly string[]>> = {
  'node -e 0': ['-e', '0'],
  'coldburst --version': [cliPath, '--version'],
  'coldburst --help': [cliPath, '--help'],
  'coldburst run --help': [cliPath, 'run', '--help'],
}
type Command = 'node -e 0' | 'coldburst --version' | 'coldburst --help' | 'coldburst run --help'
const names = Object.keys(commands) as Command[]

/** How long the command line takes to say something, and whether it loads the AWS SDK for it. */
export async function startUp(bench: Bench): Promise<Findings> {
  const core = bench.cores?.client
  const millis: Record<Command, number[]> = {
    'node -e 0': [],
    'coldburst --version': [],
    'coldburst --help': [],
    'coldburst run --help': [],
  }
  // The first of each reads its files from the disk.
  for (const name of names) await runNode(commands[name], core)
  for (let run = 0; run < runs; run += 1) {
    for (const name of names) millis[name].push((await runNode(commands[name], core)).millis)
  }
  const loaded: Partial<Record<Command, boolean>> = {}
  for (const name of names.slice(1)) loaded[name] = await loadsSdk(commands[name], core)
  const bare = median(millis['node -e 0'])
  return {
    title: `Start-up, ${runs} interleaved runs each; ms`,
    table: [
      ['', 'median', '× node', 'AWS SDK'],
      ...names.map((name) => {
        const took = median(millis[name])
        return [name, number(took), number(took / bare), sdkWord(loaded[name])]
      }),
    ],
    notes: [],
    goals: (['coldburst --help', 'coldburst --version'] as const).flatMap((name) =>
      goalsOf(name, median(millis[name]) / bare, loaded[name]),
    ),
    data: { runs, millis, loadsSdk: loaded },
  }
}

/** Told by Node itself, in a run that is not timed. */
async function loadsSdk(args: readonly string[], core: number | undefined): Promise<boolean> {
  const { told } = await runNode(args, core, 'loaded')
  if (!told.includes('/cli/main.js')) throw new Error('the modules that were loaded are not known')
  return /\/node_modules\/(@aws-sdk|@smithy)\//.test(told)
}

const sdkWord = (loaded: boolean | undefined): string =>
  loaded === undefined ? '' : loaded ? 'loaded' : 'not loaded'

function goalsOf(name: Command, times: number, loaded: boolean | undefined): Goal[] {
  return [
    { what: `\`${name}\`, against \`node -e 0\``, bound: 'at most', limit: 1.8, unit: '×', measured: times },
    {
      what: `\`${name}\`: AWS SDKs loaded`,
      bound: 'at most',
      limit: 0,
      unit: '',
      measured: loaded === undefined ? undefined : Number(loaded),
    },
  ]
}
