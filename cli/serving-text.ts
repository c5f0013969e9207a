import pc from 'picocolors'
import type { LocalLambda, LocalSummary } from '../lib/engine/local-lambda.ts'
import type { EmulatePlan } from '../lib/profile/parse-emulate.ts'
import { plural } from '../reports/quantities.ts'
import { type Cell, type Column, table, wrap } from '../reports/table.ts'
import { asciiOnly, cleanLine } from '../reports/untrusted.ts'
import type { Output } from './context.ts'

/** What `emulate` says when it is ready: what it serves, to whom, by which means, and how to call it. */
export function servingText(plan: EmulatePlan, lambda: LocalLambda, output: Output): string {
  const color = pc.createColors(output.color)
  const names = plan.functions.map(({ name }) => name)
  const [first = 'hello'] = names
  const prose = (sentence: string): readonly string[] => wrap(sentence, output.width)
  const lines = [
    ...plan.notes.map(cleanLine).flatMap(prose),
    ...prose(`Serving ${names.join(', ')} ${whom(plan)}. Ctrl-C ends it.`),
    ...(plan.open ? prose(openWarning(plan)).map(color.yellow) : []),
    ...table(columns, [...mechanismRows(plan, lambda, output), ...urlRows(plan, lambda, color)], {
      // A line that is too long all the same is broken by the terminal: cut, it would say less.
      width: 1_000,
      indent: 2,
    }),
    ...commands(lambda.endpoint, first),
    '',
  ]
  const text = lines.join('\n')
  return output.unicode ? text : asciiOnly(text)
}

const whom = ({ open, host }: EmulatePlan): string =>
  open ? `at ${host}, to every machine that reaches it` : 'on this machine only'

const openWarning = ({ host }: EmulatePlan): string =>
  `▲ ${host} is not loopback: whoever reaches it can run and replace these functions, with your rights on this machine. Nobody is asked for credentials.`

/** To be copied, so they are broken where a shell allows it. */
const commands = (endpoint: string, name: string): readonly string[] => [
  `  coldburst run --endpoint ${endpoint} --function ${name} --burst 10`,
  '  AWS_DEFAULT_REGION=us-east-1 AWS_ACCESS_KEY_ID=local \\',
  '    AWS_SECRET_ACCESS_KEY=local aws lambda invoke \\',
  `    --endpoint-url ${endpoint} --function-name ${name} out.json`,
]

type Colors = ReturnType<typeof pc.createColors>

const columns: readonly Column[] = [{ align: 'left' }, { align: 'left' }]

/** What is not as on Lambda stands below the mechanism that it comes from. Models are held to nothing. */
function mechanismRows(plan: EmulatePlan, { mechanisms }: LocalLambda, output: Output): readonly Cell[][] {
  if (plan.functions.every(({ runtime }) => runtime === 'simulated')) return []
  const color = pc.createColors(output.color)
  const labels = mechanisms.map(({ row }) => cleanLine(row).replaceAll('-', ' '))
  const width = output.width - Math.max(0, ...labels.map((label) => label.length)) - indentAndGap
  return mechanisms.flatMap(({ means, degraded }, row) => [
    ...wrap(cleanLine(means), width).map((part, line) => [
      { text: line === 0 ? (labels[row] ?? '') : '', paint: color.dim },
      { text: part },
    ]),
    ...(degraded === undefined ? [] : wrap(`▲ ${cleanLine(degraded)}`, width - 2)).map((part, line) => [
      { text: '' },
      { text: line === 0 ? part : `  ${part}`, paint: color.yellow },
    ]),
  ])
}

const indentAndGap = 4

function urlRows({ functions }: EmulatePlan, { urls }: LocalLambda, color: Colors): readonly Cell[][] {
  return urls.map(({ function: name, url }) => {
    const signed = functions.find((fn) => fn.name === name)?.url?.signed === true
    return [
      { text: `url of ${cleanLine(name)}`, paint: color.dim },
      { text: cleanLine(url) + (signed ? '  for signed requests' : '') },
    ]
  })
}

/** What it did, in one line; what did not happen is left out. */
export function servedSentence(summary: LocalSummary): string {
  const { invocations, environmentsStarted, peakEnvironments, localCapHits, cpuSeconds } = summary
  const { throttles, eventsPending, eventsDropped } = summary
  const throttled = Object.values(throttles).reduce((sum, count) => sum + count, 0)
  return [
    `Served ${plural(invocations, 'invocation')} with ${plural(environmentsStarted, 'environment')}`,
    ...(environmentsStarted > 0 ? [`at most ${peakEnvironments} at once`] : []),
    ...(cpuSeconds > 0 ? [`${cpuSeconds.toFixed(1)} s of processor time`] : []),
    ...(throttled > 0 ? [`${throttled} throttled`] : []),
    ...(localCapHits > 0 ? [`${localCapHits} refused at --max-environments`] : []),
    ...(eventsDropped > 0 ? [`${plural(eventsDropped, 'asynchronous one')} given up`] : []),
    ...(eventsPending > 0 ? [`${plural(eventsPending, 'asynchronous one')} lost while waiting`] : []),
  ].join(', ')
}
