import pc from 'picocolors'
import type { LocalLambda, LocalSummary } from '../lib/engine/local-lambda.ts'
import type { EmulatePlan } from '../lib/profile/parse-emulate.ts'
import { plural } from '../reports/quantities.ts'
import { type Cell, type Column, table } from '../reports/table.ts'
import { asciiOnly, cleanLine } from '../reports/untrusted.ts'
import type { Output } from './context.ts'

/** What `emulate` says when it is ready: what it serves, to whom, by which means, and how to call it. */
export function servingText(plan: EmulatePlan, lambda: LocalLambda, output: Output): string {
  const color = pc.createColors(output.color)
  const names = plan.functions.map(({ name }) => name)
  const [first = 'hello'] = names
  const lines = [
    ...plan.notes.map(cleanLine),
    `Serving ${names.join(', ')} ${whom(plan)}. Ctrl-C ends it.`,
    ...(plan.open ? [color.yellow(openWarning(plan))] : []),
    ...mechanismTable(lambda, color),
    ...urlTable(lambda),
    `  coldburst run --endpoint ${lambda.endpoint} --function ${first} --burst 10`,
    `  AWS_DEFAULT_REGION=us-east-1 AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local \\`,
    `    aws lambda invoke --endpoint-url ${lambda.endpoint} --function-name ${first} out.json`,
    '',
  ]
  const text = lines.join('\n')
  return output.unicode ? text : asciiOnly(text)
}

const whom = ({ open, host }: EmulatePlan): string =>
  open ? `at ${host}, to every machine that reaches it` : 'on this machine only'

const openWarning = ({ host }: EmulatePlan): string =>
  `▲ ${host} is not loopback: whoever reaches it can run and replace these functions, with your rights on this machine. Nobody is asked for credentials.`

type Colors = ReturnType<typeof pc.createColors>

/** What is not as on Lambda stands below the mechanism that it comes from. */
function mechanismTable({ mechanisms }: LocalLambda, color: Colors): readonly string[] {
  const rows = mechanisms.flatMap(({ row, means, degraded }): Cell[][] => [
    [{ text: cleanLine(row).replaceAll('-', ' '), paint: color.dim }, { text: cleanLine(means) }],
    ...(degraded === undefined
      ? []
      : [[{ text: '' }, { text: `▲ ${cleanLine(degraded)}`, paint: color.yellow }]]),
  ])
  return indentedTable(rows)
}

function urlTable({ urls }: LocalLambda): readonly string[] {
  return indentedTable(
    urls.map(({ function: name, url }) => [{ text: `url of ${cleanLine(name)}` }, { text: cleanLine(url) }]),
  )
}

const columns: readonly Column[] = [{ align: 'left' }, { align: 'left' }]

/** A narrow terminal breaks a long line by itself: cut, it would say less. */
const indentedTable = (rows: readonly (readonly Cell[])[]): readonly string[] =>
  table(columns, rows, { width: 1_000, indent: 2 })

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
