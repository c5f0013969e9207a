import { defined } from '../model/defined.ts'
import type { MeasuredPoint, SimulatedModel, SimulatedWork } from '../model/local-function.ts'
import { micros } from '../model/time.ts'
import { isMapping } from './document.ts'
import { list, mapping, oneOfForms, readBy } from './leaves.ts'
import { limits } from './limits.ts'
import { readCount, readShare } from './numbers.ts'
import { simulatedTime } from './simulated-time.ts'
import { readAnswerBytes, readMbUsed, readMemoryMb } from './sizes.ts'

const example = 'simulate: { init: 180ms, work: { compute: 60ms, wait: 20ms } }'

const share = mapping(
  { compute: simulatedTime.optional(), wait: simulatedTime.optional() },
  'work: { compute: 60ms, wait: 20ms }',
).transform(({ compute = nothing, wait = nothing }): SimulatedWork => ({ kind: 'share', compute, wait }))

const nothing = { kind: 'constant', time: micros(0) } as const

const point = mapping(
  {
    memory: readBy('a size such as 128', readMemoryMb, 'The memory setting in MB.'),
    duration: simulatedTime,
    init: simulatedTime.optional(),
  },
  '{ memory: 128, duration: 1136ms }',
).transform(({ memory, duration, init }): MeasuredPoint => defined({ memoryMb: memory, duration, init }))

const measured = mapping(
  { measured: list(point, 'measured: [{ memory: 128, duration: 1136ms }]') },
  'work: { measured: [{ memory: 128, duration: 1136ms }] }',
)
  .refine(({ measured }) => new Set(measured.map(({ memoryMb }) => memoryMb)).size === measured.length, {
    path: ['measured'],
    error: 'names one memory setting twice; keep one of them',
  })
  .transform(({ measured }): SimulatedWork => {
    const points = measured.toSorted((a, b) => a.memoryMb - b.memoryMb)
    return { kind: 'measured', points }
  })

const work = oneOfForms<SimulatedWork>((value) =>
  isMapping(value) && 'measured' in value ? measured : share,
)

const megabytes = (write: string) => readBy(write, readMbUsed, 'Memory in MB.')

const memoryUsed = oneOfForms<SimulatedModel['memoryUsed']>((value) => (isMapping(value) ? curve : base))
const base = megabytes('a size such as 80MB, or { base: 80MB, perInvocation: 0.5MB }').transform(
  (baseMb) => ({
    baseMb,
    perInvocationMb: 0,
  }),
)
const curve = mapping(
  { base: megabytes('base: 80MB'), perInvocation: megabytes('perInvocation: 0.5MB').optional() },
  '{ base: 80MB, perInvocation: 0.5MB }',
).transform(({ base, perInvocation = 0 }) => ({ baseMb: base, perInvocationMb: perInvocation }))

const rate = readBy('a share such as 1%', readShare, 'The share that ends so.').optional()

const failures = mapping(
  { error: rate, exit: rate, timeout: rate, outOfMemory: rate, init: rate },
  'failures: { error: 1% }',
)
  .transform((said) => ({ ...noFailures, ...defined(said) }))
  .refine(({ error, exit, timeout, outOfMemory }) => error + exit + timeout + outOfMemory <= 1, {
    error: 'end more than all invocations; write shares that add up to 100% or less',
  })

const noFailures = { error: 0, exit: 0, timeout: 0, outOfMemory: 0, init: 0 }

/** `simulate` of a functions file: a function that is a model and no process. */
export const simulateSchema = mapping(
  {
    seed: readBy('a whole number such as 7', readCount(0, limits.seed), 'Of its draws.').optional(),
    init: simulatedTime,
    work,
    memoryUsed: memoryUsed.optional(),
    failures: failures.optional(),
    responseBytes: readBy('a size such as 200 or 2KB', readAnswerBytes, 'Of an answer.').optional(),
  },
  example,
).transform(
  ({ seed = 1, init, work, memoryUsed, failures = noFailures, responseBytes = 0 }): SimulatedModel => ({
    seed,
    init,
    work,
    memoryUsed: memoryUsed ?? { baseMb: usualMb, perInvocationMb: 0 },
    failures,
    responseBytes,
  }),
)

/** What a small Node function was seen to use. */
const usualMb = 64
