import type { Stage } from '../model/plan.ts'
import { readDurationOrZero } from './durations.ts'
import { quote } from './found.ts'
import { right, wrong, type Reading } from './problems.ts'

const secondsIn: Readonly<Record<string, number>> = {
  s: 1,
  sec: 1,
  second: 1,
  m: 60,
  min: 60,
  minute: 60,
  h: 3_600,
  hr: 3_600,
  hour: 3_600,
}
const form = /^(\d+(?:_\d+)*(?:\.\d+)?)\s*(?:\/\s*([a-z]+))?$/
const highest = 1_000_000

/** Reads arrivals per second: `50/s`, `3000/min`, `90/h`; a bare number is per second. Above 0, at most 1,000,000/s. */
export function readRate(text: string): Reading<number> {
  const reading = readRateOrZero(text)
  if (reading.kind === 'wrong' || reading.value > 0) return reading
  return wrong(`${quote(text)} sends nothing; write a rate above 0, such as 50/s`)
}

/** The same, where 0 is allowed too: a stage may end at rest. */
export function readRateOrZero(text: string): Reading<number> {
  const plain = text.trim()
  const parts = form.exec(plain)
  const seconds = parts === null ? undefined : secondsIn[parts[2] ?? 's']
  if (parts === null || seconds === undefined) {
    const found = plain.startsWith('-') ? 'negative' : 'not a rate'
    return wrong(`${quote(text)} is ${found}; write one such as 50/s or 3000/min`)
  }
  const perSecond = Number(parts[1]?.replaceAll('_', '')) / seconds
  return perSecond > highest
    ? wrong(`${quote(text)} is too high; write ${highest}/s or less`)
    : right(perSecond)
}

/** Reads ramps, `duration:rate reached at its end`, as in `30s:10,2m:200,30s:0`; a stage of no duration is a jump. */
export function readStages(text: string): Reading<readonly Stage[]> {
  const stages: Stage[] = []
  for (const part of text.split(',')) {
    const stage = readStage(part)
    if (stage.kind === 'wrong') return stage
    stages.push(stage.value)
  }
  return right(stages)
}

function readStage(text: string): Reading<Stage> {
  const [duration, rate, ...more] = text.split(':')
  if (duration === undefined || rate === undefined || more.length > 0) {
    return wrong(`${quote(text)} is not a stage; write stages such as 30s:10,2m:200,30s:0`)
  }
  const [time, perSecond] = [readDurationOrZero(duration), readRateOrZero(rate)]
  if (time.kind === 'wrong') return time
  return perSecond.kind === 'wrong' ? perSecond : right({ duration: time.value, perSecond: perSecond.value })
}
