import { type Compared, tryOften, type Verdicts } from '../comparison-trials.ts'
import type { Goal } from '../goal.ts'
import type { Findings } from '../measure.ts'
import type { Rounds } from '../simulated-settings.ts'
import { number } from '../table.ts'

const seed = 1
const trials = 200
/** What `coldburst compare` fires by default: 100 warm samples of a setting. */
const perRound = 5
const defaultRounds = 20
const mostRounds = 320
const difference = 0.1

/** Shared by all settings of a round: hours of the day differ by up to 15 % (Schirmer et al., The Night Shift, 2023). */
const drift = 0.05
/** Nobody has published it; one tenth of the variance is more than a warm environment that is left alone shows. */
const shared = 0.1

/**
 * Spreads that 99th percentiles and means of 300 warm invocations on Lambda imply, if Duration is lognormal:
 * https://github.com/cebert/aws-lambda-performance-benchmarks at c8c9c66 (2025-12-02), workloads `cpu-intensive` (84
 * configurations: median 0.02, nine in ten up to 0.044, highest 0.085) and `light`, which asks a database (53:
 * quartiles 0.12, 0.22 and 0.29, highest 0.84).
 */
const spreads: readonly { readonly spread: number; readonly like: string }[] = [
  { spread: 0.02, like: 'computing, median' },
  { spread: 0.044, like: 'computing, 9 in 10' },
  { spread: 0.085, like: 'computing, highest' },
  { spread: 0.12, like: 'waiting, lower quartile' },
  { spread: 0.22, like: 'waiting, median' },
  { spread: 0.29, like: 'waiting, upper quartile' },
  { spread: 0.84, like: 'waiting, highest' },
]

/** The widest spread that was published of functions that compute. */
const judgedSpread = 0.085

/** What hosts are made to differ by, to show what that does; how much they do on Lambda is not published. */
const hosts = 0.02
const hostSpread = 0.044
/** More than of the others: the last of three is to be told from the 5 % that chance claims. */
const hostTrials = 1_000

interface Reading {
  readonly spread: number
  readonly like: string
  /** Of two equal settings. */
  readonly equal: Readonly<Record<Compared, Verdicts>>
  /** Of a candidate that is slower at every percentile. */
  readonly slower: Readonly<Record<Compared, Verdicts>>
  /** Samples of a setting at which 9 of 10 are found, in doublings; undefined where the most are too few. */
  readonly enough: number | undefined
}

/** How often a comparison claims a difference that is not there, and how often it finds one that is. */
export async function compare(): Promise<Findings> {
  const readings: Reading[] = []
  for (const each of spreads) readings.push(await read(each))
  const hostReadings: HostReading[] = []
  for (const environments of [1, 5, defaultRounds]) hostReadings.push(await readHosts(environments))
  return {
    title:
      `Comparisons of two simulated settings in ${defaultRounds} rounds of ${perRound} warm samples, seed ${seed}: in ` +
      `how many % of ${trials} a difference is claimed`,
    table: [
      ['spread of Duration', 'equal: p50', 'p95', 'cost', '10 % slower: p50', 'p95', 'cost', 'n for 9 in 10'],
      ...readings.map(row),
    ],
    notes: [...notesOf(readings), ...hostReadings.map(hostNote)],
    goals: goalsOf(readings.find(({ spread }) => spread === judgedSpread)),
    data: {
      seed,
      trials,
      perRound,
      defaultRounds,
      difference,
      drift,
      shared,
      readings,
      hosts,
      hostSpread,
      hostReadings,
    },
  }
}

const usual: Omit<Rounds, 'spread'> = {
  rounds: defaultRounds,
  perRound,
  shared,
  drift,
  environments: 1,
  hosts: 0,
  ratio: 1,
}

async function read({ spread, like }: { spread: number; like: string }): Promise<Reading> {
  const rounds: Rounds = { ...usual, spread }
  const slowerRounds: Rounds = { ...rounds, ratio: 1 + difference }
  const equal = await tryOften(rounds, ['p50', 'p95', 'cost'], { trials, seed })
  const slower = await tryOften(slowerRounds, ['p50', 'p95', 'cost'], { trials, seed })
  return { spread, like, equal, slower, enough: await enoughSamples(slowerRounds, slower.p95) }
}

async function enoughSamples(rounds: Rounds, { higher }: Verdicts): Promise<number | undefined> {
  if (higher >= 0.9 * trials) return rounds.rounds * perRound
  // Where so few are found, twice as many samples don't find 9 in 10.
  const more = { ...rounds, rounds: rounds.rounds * (higher < 0.3 * trials ? 4 : 2) }
  if (more.rounds > mostRounds) return undefined
  const { p95 } = await tryOften(more, ['p95'], { trials, seed })
  return enoughSamples(more, p95)
}

interface HostReading {
  readonly environments: number
  readonly equal: Readonly<Record<'p95' | 'cost', Verdicts>>
}

async function readHosts(environments: number): Promise<HostReading> {
  const rounds: Rounds = { ...usual, spread: hostSpread, environments, hosts }
  return { environments, equal: await tryOften(rounds, ['p95', 'cost'], { trials: hostTrials, seed }) }
}

const percent = (count: number, of = trials): number => (100 * count) / of

const claimed = ({ lower, higher }: Verdicts, of = trials): number => percent(lower + higher, of)

function row({ spread, like, equal, slower, enough }: Reading): string[] {
  return [
    `${spread} (${like})`,
    ...[equal.p50, equal.p95, equal.cost].map((verdicts) => number(claimed(verdicts))),
    ...[slower.p50, slower.p95, slower.cost].map(({ higher }) => number(percent(higher))),
    enough === undefined ? `> ${mostRounds * perRound}` : String(enough),
  ]
}

function notesOf(readings: readonly Reading[]): string[] {
  const equal = readings.flatMap(({ equal }) => Object.values(equal))
  const overall = equal.reduce((sum, verdicts) => sum + claimed(verdicts), 0) / equal.length
  const wrong = readings
    .flatMap(({ slower }) => Object.values(slower))
    .reduce((sum, { lower }) => sum + lower, 0)
  return [
    'The spread is the standard deviation of the logarithm of Duration; those named are of published warm invocations.',
    `A round slows all settings by what has a spread of ${drift}; ${100 * shared} % of a setting's variance is its blocks'.`,
    `Of all ${(equal.length * trials).toLocaleString('en-US')} comparisons of equal settings ${number(overall)} % claimed a difference; of slower settings ${wrong} were called faster.`,
    'Cost is that of whole milliseconds at 512 MB with the request charge. n is how many samples of a setting find 9 in 10 at p95, in doublings.',
  ]
}

/** No statistics of the blocks can tell a slow host from a slow setting: only more hosts can. */
function hostNote({ environments, equal }: HostReading): string {
  const served = environments === 1 ? 'one environment serves' : `${environments} environments serve`
  return `If hosts differ by a spread of ${hosts} and ${served} a setting: ${number(claimed(equal.p95, hostTrials))} % at p95, ${number(claimed(equal.cost, hostTrials))} % at cost (of ${hostTrials} equal settings, spread ${hostSpread}).`
}

function goalsOf(reading: Reading | undefined): Goal[] {
  const unit = '%'
  const ofEqual = (compared: Compared): Goal => ({
    what: `equal settings, spread ${judgedSpread}: a difference of ${compared} is claimed`,
    bound: 'at most',
    limit: 5,
    unit,
    measured: reading && claimed(reading.equal[compared]),
  })
  return [
    ofEqual('p95'),
    ofEqual('p50'),
    ofEqual('cost'),
    {
      what: `10 % slower, spread ${judgedSpread}, 100 samples: found at p95`,
      bound: 'at least',
      limit: 90,
      unit,
      measured: reading && percent(reading.slower.p95.higher),
    },
  ]
}
