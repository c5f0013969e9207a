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
  varyEnv: ['An environment variable, as LOG_LEVEL=info,debug: stored and shown; repeatable'],
  qualifier: ['Instead: aliases or versions that are there, as live,candidate'],
  inPlace: ['Change $LATEST from block to block, and publish nothing'],
}

const samples: DescribedFlags = {
  requests: ['Warm samples of each setting (100)', 'n'],
  until: ["Go on until intervals are so narrow, as 'p95 ±5%' or 'response_time p99 ±10%'"],
  maxRequests: ['Warm samples at which --until gives up (20 times --requests)'],
  cold: ['Cold samples of each setting, 0 for none (20; with --qualifier 0)'],
  coldBurst: ['Cold starts at once (5; on this machine no more than processors)'],
}

const goals: DescribedFlags = {
  slo: ["What a setting must hold, as 'response_time p(95) < 200ms'; repeatable"],
  weight: ['Of cost against speed in the balanced choice; 0% is speed alone (50%)'],
  tolerance: ['How much dearer than the cheapest is about as cheap (5%)'],
}

const load: DescribedFlags = {
  concurrency: ['Closed loop: this many in flight (1)', 'c'],
  ...without(loadFlags, ['concurrency', 'requests', 'duration', 'warmup']),
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
      local: ['Folder, zip, handler, functions.yaml or SAM template to run on this machine'],
    },
  ],
  ['Load of a warm block', load],
  ['Local function', without(localFunctionFlags, ['memory'])],
  ['Local Lambda', localLambdaFlags],
  ['Results', without(resultFlags, ['threshold', 'inconclusive'])],
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
