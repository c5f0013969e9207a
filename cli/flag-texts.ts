import type { Flag } from '../lib/profile/flags.ts'

/** What the help says of a flag, and its short form. */
type Described = readonly [description: string, alias?: string]

/** Flags in the order of the help. */
export type DescribedFlags = Partial<Record<Flag, Described>>

/** Of a function on AWS. */
export const targetFlags: DescribedFlags = {
  function: [
    'Name or ARN of a function on AWS, with :QUALIFIER if need be; with --local, which of its functions',
  ],
  region: ['AWS region'],
  awsProfile: ['Named profile of the AWS configuration files'],
  endpoint: ['URL of another endpoint that speaks the Lambda API'],
  logTail: ['Ask for the log tail, which carries the REPORT line (--no-log-tail where it is refused)'],
  architecture: ['x86_64 or arm64, for the price, where the function does not say'],
}

/** Of each function of the local Lambda. */
export const localFunctionFlags: DescribedFlags = {
  memory: ['Memory in MB, which buys CPU: 1,769 MB are one vCPU (128)'],
  ephemeralStorage: ['Space in /tmp, 512MB to 10GB (512MB)'],
  functionTimeout: ['Time limit of one invocation (3s)'],
  handler: ['File and export (index.handler)'],
  runtime: ['node, python or bootstrap'],
  runtimeBinary: ["Path of the node or python that runs it (this machine's)"],
  env: ['Environment variable K=V; repeatable'],
  reservedConcurrency: ['Invocations set apart for it, and the most it gets'],
  provisionedConcurrency: ['Environments initialised ahead, behind the alias live'],
}

/** Of the local Lambda itself. */
export const localLambdaFlags: DescribedFlags = {
  accountConcurrency: ['Invocations at once before 429 (1000)'],
  scalingRate: ['New environments of a function within 10 s (1000)'],
  idle: ['An environment ends after this long without an invocation (5m)'],
  idleJitter: ['… give or take this share of it (0%)'],
  lifetime: ['An environment ends at this age, however busy (none)'],
  lifetimeJitter: ['… give or take this share of it (0%)'],
  proactiveInit: ['Share of cold starts that bring another, initialised environment (0%)'],
  placementDelay: ['Wait before INIT, for download and placement (0s)'],
  maxEnvironments: ['Most environments with a process at once on this machine (by its memory)'],
  mechanism: ['By which means settings are kept to, as cpu=off,memory=watch,tmp=check (auto)'],
}

/** What `run --local` and `emulate` share. */
export const localFlags: DescribedFlags = { ...localFunctionFlags, ...localLambdaFlags }

/** Of `emulate` alone. */
export const servingFlags: DescribedFlags = {
  port: ['Port (any free one)'],
  host: ['Address to listen on; all but loopback wants --yes (127.0.0.1)'],
  updateDelay: ['How long an update of a function is in progress (0s)'],
  drain: ['How long after it old environments still serve (0s)'],
  seed: ['Seed of everything random (1)'],
}

/** Of what is fired. */
export const loadFlags: DescribedFlags = {
  burst: ['Invocations at the same instant'],
  repeat: ['Number of bursts (1)'],
  every: ['From one burst to the next (2s)'],
  concurrency: ['Closed loop: this many in flight', 'c'],
  requests: ['Closed loop: this many in all', 'n'],
  duration: ['How long a closed loop or a rate lasts', 'd'],
  thinkTime: ['Closed loop: pause between answer and next request'],
  rate: ['Open loop: arrivals per second, as 50/s'],
  stages: ['Open loop: ramps, as 30s:10,2m:200,30s:0'],
  arrivals: ['uniform or poisson'],
  seed: ['Seed of everything random (1)'],
  warmup: ['Fired first and left out of the numbers: 20x or 10s'],
  payload: ['JSON, or @file'],
  maxInFlight: ['Open loop: arrivals beyond it are dropped (10000)'],
  threads: ['Firing threads that share the schedule (1)'],
  transport: ['HTTP client: lean, or sdk, that of the AWS SDK, as a reference (lean)'],
  prewarm: ['Open connections ahead of time (--no-prewarm: inside the calls)'],
  onLate: ['Open loop: send an arrival that is over 10 ms late, or drop it (send)'],
  timeout: ['Give an invocation up after this long (930s)'],
}

/** Of what becomes of it. */
export const resultFlags: DescribedFlags = {
  threshold: ["What must hold, as 'response_time{start:warm} p(99) < 250ms'; repeatable"],
  inconclusive: ['What a straddled threshold counts as: pass or fail (pass)'],
  initBilling: ['current, or legacy: the rule before 2025-08-01 (current)'],
  name: ['Name of the run'],
  keepPayloads: ['Store the payloads with the run'],
}
