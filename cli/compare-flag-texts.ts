import type { Flag } from '../lib/profile/flags.ts'
import {
  type DescribedFlags,
  loadFlags,
  localFunctionFlags,
  localLambdaFlags,
  resultFlags,
  targetFlags,
} from './flag-texts.ts'

const varied: DescribedFlags = {
  memory: ['Memory in MB, as 128,256,512 (128,256,512,1024,1769)'],
  architecture: ['x86_64,arm64; one alone is that of all settings'],
  varyEnv: ['Environment variable, as LOG=info,debug; stored and shown; repeatable'],
  qualifier: ['Instead: aliases or versions as they are, as live,candidate'],
  inPlace: ['Change $LATEST from block to block, with no version for each setting'],
}

const samples: DescribedFlags = {
  requests: ['Warm samples of each setting (100; 10 or more)', 'n'],
  until: ["Go on until intervals are this narrow, as 'p95 ±5%'"],
  maxRequests: ['Warm samples at which --until gives up (20 times -n)'],
  cold: ['Cold samples of each setting (20; with --qualifier 0)'],
  coldBurst: ['Cold starts at once (5; on this machine at most one a CPU)'],
}

const goals: DescribedFlags = {
  slo: ["What a setting must hold, as 'response_time p(95) < 200ms'; repeatable"],
  weight: ['Of cost in the balanced choice, as 70% or 0.7; the rest is speed (50%)'],
  tolerance: ['How much dearer is about as cheap as the cheapest, as 8% or 0.08 (5%)'],
}

const load: DescribedFlags = {
  ...without(loadFlags, ['requests', 'warmup']),
  concurrency: ['Closed loop: this many in flight (1)', 'c'],
  duration: ['How long a rate lasts', 'd'],
}

/** The flags of `compare` that say what is compared, in the groups of its help. */
export const compareGroups: readonly (readonly [group: string, flags: DescribedFlags])[] = [
  ['Settings', varied],
  ['Samples', samples],
  ['Recommendation', goals],
  [
    'Target',
    {
      ...without(targetFlags, ['architecture']),
      function: ['Name or ARN of a function on AWS; with --local, which of its functions'],
      local: ['Folder, zip, handler, functions.yaml or SAM template to run on this machine'],
    },
  ],
  ['Load of a warm block', load],
  ['Local function', without(localFunctionFlags, ['memory'])],
  ['Local Lambda', localLambdaFlags],
  ['Results', { ...without(resultFlags, ['threshold', 'inconclusive']), name: ['Name of the comparison'] }],
]

/** What `compare` itself reads of the command line. */
export const compareOwnFlags = [
  'apply',
  'applyTo',
  'dryRun',
  'yes',
  'quiet',
  'out',
  'json',
  'runs',
  'profile',
]

function without(flags: DescribedFlags, gone: readonly Flag[]): DescribedFlags {
  return Object.fromEntries(Object.entries(flags).filter(([name]) => !gone.some((flag) => flag === name)))
}
