import { defined } from '../model/defined.ts'
import type { ArrivalSpacing, Load, Stage } from '../model/plan.ts'
import { fromSeconds, micros, type Micros } from '../model/time.ts'
import { readDuration, readDurationOrZero } from './durations.ts'
import { limits } from './limits.ts'
import {
  formsOf,
  loadFlags,
  reportMisfits,
  saidOfLoad,
  type Form,
  type LoadFlag,
  type Said,
} from './load-flags.ts'
import { readCount, readOneOf } from './numbers.ts'
import { accept, type Place, type Problems, type Reading } from './problems.ts'
import { readRate, readStages } from './rates.ts'
import type { Settings } from './settings.ts'

/** `absent`: nothing was said of the load. `broken`: its problems are reported. */
export type LoadFromFlags =
  | { readonly kind: 'absent' }
  | { readonly kind: 'broken' }
  | { readonly kind: 'given'; readonly load: Load; readonly place: Place }

/** The load that flags and environment ask for, together one of the four forms. */
export function loadFromFlags(settings: Settings, problems: Problems): LoadFromFlags {
  const said = saidOfLoad(settings)
  const place = loadFlags.map((flag) => said[flag]?.place).find((place) => place !== undefined)
  if (place === undefined) return { kind: 'absent' }
  const before = problems.all().length
  const forms = formsOf(said)
  reportMisfits(said, forms, problems)
  const values = readValues(said, problems)
  const [form, ...more] = forms
  if (form === undefined || more.length > 0) return { kind: 'broken' }
  reportMissing(form, said, problems)
  const load = problems.all().length > before ? undefined : loadOf(form, values)
  return load === undefined ? { kind: 'broken' } : { kind: 'given', load, place }
}

interface Values {
  readonly burst: number | undefined
  readonly repeat: number | undefined
  readonly every: Micros | undefined
  readonly rate: number | undefined
  readonly stages: readonly Stage[] | undefined
  readonly arrivals: ArrivalSpacing | undefined
  readonly concurrency: number | undefined
  readonly requests: number | undefined
  readonly duration: Micros | undefined
  readonly thinkTime: Micros | undefined
}

/** Everything that was said is read, also what does not fit, so that each mistake is reported. */
function readValues(said: Said, problems: Problems): Values {
  const take = <T>(flag: LoadFlag, read: (text: string) => Reading<T>) =>
    accept(said[flag], read, problems)?.value
  return {
    burst: take('burst', readCount(1)),
    repeat: take('repeat', readCount(1)),
    every: take('every', readDuration),
    rate: take('rate', readRate),
    stages: take('stages', readStages),
    arrivals: take('arrivals', readOneOf(['uniform', 'poisson'])),
    concurrency: take('concurrency', readCount(1, limits.environments)),
    requests: take('requests', readCount(1)),
    duration: take('duration', readDuration),
    thinkTime: take('thinkTime', readDurationOrZero),
  }
}

function reportMissing(form: Form, said: Said, problems: Problems): void {
  if (form === 'rate' && said.rate !== undefined && said.duration === undefined) {
    problems.add(said.rate.place, 'has no end; add --duration 30s')
  }
  if (
    form === 'closed' &&
    said.concurrency !== undefined &&
    said.requests === undefined &&
    said.duration === undefined
  ) {
    problems.add(said.concurrency.place, 'has no end; add --requests 1000 or --duration 30s')
  }
}

function loadOf(form: Form, values: Values): Load | undefined {
  const { burst, rate, stages, duration, requests, arrivals = 'uniform' } = values
  switch (form) {
    case 'burst':
      if (burst === undefined) return undefined
      return { kind: form, size: burst, repeat: values.repeat ?? 1, every: values.every ?? fromSeconds(2) }
    case 'rate':
      if (rate === undefined || duration === undefined) return undefined
      return { kind: form, perSecond: rate, duration, arrivals }
    case 'stages':
      return stages === undefined ? undefined : { kind: form, stages, arrivals }
    case 'closed':
      return defined({
        kind: form,
        concurrency: values.concurrency ?? 1,
        requests,
        duration,
        thinkTime: values.thinkTime ?? micros(0),
      })
    default:
      return form satisfies never
  }
}
