import { readDurationOrZero } from './durations.ts'
import { count, duration, list, mapping, readBy, text, wordOf, yesOrNo } from './leaves.ts'
import { limits } from './limits.ts'
import { readRate, readRateOrZero } from './rates.ts'

const arrivals = wordOf(
  ['uniform', 'poisson'],
  'How arrivals are spaced: evenly (the default), or at random times that average to the rate.',
)

const burst = mapping(
  {
    size: count(50, 'Invocations sent at the same instant.'),
    repeat: count(3, 'How many bursts; 1 by default.').optional(),
    every: duration('2s', 'From one burst to the next; 2s by default.').optional(),
  },
  'burst: { size: 50, repeat: 3, every: 2s }',
)

const rate = mapping(
  {
    per: readBy('a rate such as 50/s', readRate, 'Arrivals, as in 50/s or 3000/min.'),
    for: duration('30s', 'How long.'),
    arrivals: arrivals.optional(),
  },
  'rate: { per: 50/s, for: 30s }',
)

const stage = mapping(
  {
    rate: readBy('a rate such as 200/s', readRateOrZero, 'The rate reached when the stage ends.'),
    for: readBy('a duration such as 30s', readDurationOrZero, 'How long the stage takes; 0s is a jump.'),
  },
  '{ rate: 200/s, for: 30s }',
)

const stages = mapping(
  { to: list(stage, 'to: [{ rate: 200/s, for: 30s }]'), arrivals: arrivals.optional() },
  'stages: { to: [{ rate: 200/s, for: 30s }] }',
)

const closed = mapping(
  {
    concurrency: count(
      20,
      'How many at once; each is sent when the one before has ended.',
      limits.environments,
    ),
    requests: count(1_000, 'How many in all.').optional(),
    for: duration('30s', 'How long.').optional(),
    think: readBy(
      'a duration such as 100ms',
      readDurationOrZero,
      'The pause between an answer and the next send.',
    ).optional(),
  },
  'closed: { concurrency: 20, requests: 1000 }',
)

export const phaseSchema = mapping(
  {
    name: text('name: bursts', 'Its name in reports and thresholds.').optional(),
    discard: yesOrNo('Fired and stored, but left out of the numbers.').optional(),
    burst: burst.meta({ description: 'Bursts of invocations at the same instant.' }).optional(),
    rate: rate.meta({ description: 'A constant rate, whatever the answers.' }).optional(),
    stages: stages
      .meta({ description: 'Straight ramps from one rate to the next, the first from 0.' })
      .optional(),
    closed: closed.meta({ description: 'A closed loop: so many at once.' }).optional(),
  },
  'a phase such as { burst: { size: 50 } }',
).meta({ oneOf: ['burst', 'rate', 'stages', 'closed'].map((shape) => ({ required: [shape] })) })
