import { z } from 'zod'
import { readQualifier } from './lambda-target.ts'
import { count, list, mapping, readBy, share, wordOf, yesOrNo } from './leaves.ts'
import { limits } from './limits.ts'
import { readCount } from './numbers.ts'
import { readPrecision } from './precision.ts'
import { readMemoryMb } from './sizes.ts'

const value = z.union([z.string(), z.number(), z.boolean()], { error: 'is not a text; write one, in quotes' })

/** What a profile says of `coldburst compare`: its flags, by the same names. */
export const compareSchema = mapping(
  {
    memory: list(readBy('a size such as 512', readMemoryMb, 'Memory in MB.'), 'memory: [512, 1024]')
      .meta({ description: 'Memory settings in MB, 128 to 10240.' })
      .optional(),
    architecture: list(wordOf(['x86_64', 'arm64'], 'An architecture.'), 'architecture: [x86_64, arm64]')
      .meta({ description: 'Architectures: several are compared, one is that of all settings.' })
      .optional(),
    qualifier: list(
      readBy('an alias or a version such as live', readQualifier, 'An alias or a version.'),
      'qualifier: [live, candidate]',
    )
      .meta({ description: 'Aliases or versions that are there already: nothing is changed.' })
      .optional(),
    varyEnv: z
      .record(z.string(), list(value, "NAME: ['a', 'b']"), {
        error: "is not a mapping; write varyEnv: { NAME: ['a', 'b'] }",
      })
      .meta({ description: 'Environment variables that are varied. Their values are stored and shown.' })
      .optional(),
    inPlace: yesOrNo('Change $LATEST from block to block, with no version for each setting.').optional(),
    requests: readBy(
      'a whole number such as 100',
      readCount(limits.leastWarm, limits.warm),
      'Warm samples of each setting; 100 by default.',
    ).optional(),
    until: readBy(
      'a precision such as p95 ±5%',
      readPrecision,
      'Go on until the interval of a percentile is as narrow as this, for every setting.',
    ).optional(),
    maxRequests: count(2_000, 'Warm samples of a setting at which until gives up.', limits.warm).optional(),
    cold: readBy(
      'a whole number such as 20',
      readCount(0, limits.cold),
      'Cold samples of each setting, 0 for none; 20 by default.',
    ).optional(),
    coldBurst: count(5, 'Cold starts at once; 5 by default.', limits.cold).optional(),
    // Read one by one in goals.ts, where each is parsed too.
    slo: z
      .array(z.string())
      .meta({
        description: 'What a setting must hold to be recommended, as in response_time p(95) < 200ms.',
      })
      .optional(),
    weight: share(
      'Of cost in the balanced choice, as 70% or 0.7; the rest is speed. 50% by default.',
    ).optional(),
    tolerance: share(
      'How much dearer still counts as about as cheap as the cheapest, as 8% or 0.08; 5% by default.',
    ).optional(),
  },
  'compare: { memory: [512, 1024] }',
)
