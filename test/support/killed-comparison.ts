import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pLimit from 'p-limit'
import type { Journal } from '../../lib/settings/journal.ts'
import { cli, type Ended, type Running, start } from './cli.ts'
import {
  type Call,
  type FakeLambda,
  type FakeLambdaOptions,
  type Fate,
  type Hook,
  startFakeLambda,
} from './fake-lambda/fake-lambda.ts'
import type { FunctionState } from './fake-lambda/fake-function.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A fake Lambda and everything that a command line needs to work on it, and on nothing else. */
export interface Scene {
  readonly fake: FakeLambda
  /** Working folder of the command line. */
  readonly cwd: string
  readonly begin: FunctionState
  readonly start: (args: readonly string[]) => Running
  readonly cli: (args: readonly string[]) => Promise<Ended>
  /** Files in the folder of journals. */
  readonly journals: () => readonly string[]
  /** Makes the only journal that of a process of another host. */
  readonly moveJournal: (host: string) => void
}

export async function openScene(options: FakeLambdaOptions = {}): Promise<Scene> {
  // One read is enough to be in the middle of something; each more costs a pause.
  const rules = { settleReads: 1, pendingReads: 1, ...options.rules }
  const fake = await startFakeLambda({ ...options, rules })
  const cwd = temporaryFolder()
  const state = join(cwd, 'state')
  const env = { COLDBURST_STATE: state }
  const journals = join(state, 'journals')
  return {
    fake,
    cwd,
    begin: fake.state(),
    start: (args) => start(args, { cwd, env }),
    cli: async (args) => cli(args, { cwd, env }),
    journals: () => (existsSync(journals) ? readdirSync(journals) : []),
    moveJournal(host) {
      const path = join(journals, readdirSync(journals)[0] ?? '')
      const journal = JSON.parse(readFileSync(path, 'utf8')) as Journal
      writeFileSync(path, JSON.stringify({ ...journal, process: { ...journal.process, host } }))
    },
  }
}

/** The smallest comparison that makes every kind of call: one version, alias and warm block for each setting. */
export const comparing = (
  settings: readonly string[],
  { fake }: Scene,
  load: readonly string[] = smallest,
): string[] => {
  const target = ['--function', 'demo', '--endpoint', fake.endpoint]
  return ['compare', ...target, ...settings, ...load]
}

/** A closed loop: a burst that a busy machine sends late would make the comparison invalid. */
const smallest = ['-n', '10', '-c', '10', '--cold', '1']

/** The smallest that recommends something: rounds of one sample of each setting. */
export const smallestTelling = ['-n', '10', '--cold', '1']

/** A point in the life of a command: before the service does the call with this number, or after it. */
export interface Cut {
  readonly index: number
  readonly when: 'before' | 'after'
  readonly operation: string
}

/** Every point around every call. */
export const everyCut = (calls: readonly Call[]): readonly Cut[] =>
  calls.flatMap(({ index, operation }) =>
    (['before', 'after'] as const).map((when) => ({ index, when, operation })),
  )

/**
 * The same without those that differ in nothing: after a read, service and journal are as before it, and whatever
 * the command makes of the answer has happened before the next call.
 */
export const distinctCuts = (calls: readonly Call[]): readonly Cut[] =>
  everyCut(calls).filter(
    ({ index, when }) => when === 'before' || calls[index - 1]?.writes === true || index === calls.length,
  )

/** Only those around calls that change something. */
export const cutsOfWrites = (calls: readonly Call[]): readonly Cut[] =>
  everyCut(calls).filter(({ index }) => calls[index - 1]?.writes)

/** Does something at one point, counted from now on. What it gives is the fate of the call. */
export function hookAt(
  { fake }: Scene,
  { index, when }: Pick<Cut, 'index' | 'when'>,
  act: () => Promise<Fate> | Fate,
): void {
  const offset = fake.calls.length
  const hook: Hook = { [when]: (call: Call) => (call.index - offset === index ? act() : undefined) }
  fake.hook = hook
}

/** Lets a command run up to a cut and kills it there, with SIGKILL. Whether it got that far. */
export async function runUntil(scene: Scene, args: readonly string[], cut: Cut): Promise<boolean> {
  const running = scene.start(args)
  let reached = false
  hookAt(scene, cut, async (): Promise<Fate> => {
    reached = true
    await kill(running)
    return 'drop'
  })
  await running.ended
  scene.fake.hook = {}
  return reached
}

/** A scene with a comparison that was killed before its n-th call of this name. */
export async function killedBefore(
  settings: readonly string[],
  operation: string,
  nth: number,
): Promise<Scene> {
  const scene = await openScene()
  const running = scene.start(comparing(settings, scene))
  let calls = 0
  scene.fake.hook = {
    async before(call): Promise<Fate> {
      if (call.operation === operation) calls += 1
      if (call.operation !== operation || calls !== nth) return undefined
      await kill(running)
      return 'drop'
    },
  }
  await running.ended
  scene.fake.hook = {}
  if (calls < nth) throw new Error(`there is no ${operation} number ${nth}`)
  return scene
}

/** Resolves when the process is no more. */
export async function kill(running: Running): Promise<void> {
  running.child.kill('SIGKILL')
  await running.ended
}

/** A few at a time: each of them is a process or two. */
export async function several<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const limit = pLimit(3)
  return Promise.all(all.map(async (one) => limit(async () => work(one))))
}
