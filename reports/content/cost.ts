import type { Bill, BillItem, Run } from '../../lib/model/run.ts'
import {
  formatCount,
  formatMoney,
  formatNumber,
  formatUnitPrice,
  moneyDecimals,
  plural,
} from '../quantities.ts'

export interface CostContent {
  readonly title: string
  /** Where, on what, under which rule. */
  readonly circumstances: readonly string[]
  readonly items: readonly CostLine[]
  readonly totals: readonly TotalLine[]
  /** Sentences; where there is no bill, only why. */
  readonly notes: readonly string[]
}

export interface CostLine {
  readonly name: string
  readonly quantity: string
  readonly unit: string
  readonly unitPrice: string
  readonly amount: string
}

export interface TotalLine {
  readonly name: string
  readonly amount: string
}

/** The bill with everything that is needed to check it by hand, or why there is none. */
export function costContent({ cost, target }: Run): CostContent {
  const title = target.emulated ? 'Estimate of what AWS would charge' : 'Cost'
  if (cost.kind === 'absent') {
    return { title, circumstances: [], items: [], totals: [], notes: [`No cost is given: ${cost.why}.`] }
  }
  const decimals = moneyDecimals([...cost.items.map(({ amount }) => amount), cost.total])
  return {
    title,
    circumstances: [cost.region, cost.architecture, ruleName[cost.rule]],
    items: cost.items.map((item) => costLine(item, decimals)),
    totals: [
      { name: 'total', amount: formatMoney(cost.total, decimals) },
      ...(cost.perMillion === undefined
        ? []
        : [{ name: 'per million invocations', amount: formatMoney(cost.perMillion) }]),
    ],
    notes: [...otherRule(cost, decimals), ...durationsFrom(cost), priceSource(cost)],
  }
}

const ruleName: Readonly<Record<Bill['rule'], string>> = {
  current: 'INIT billed',
  legacy: 'INIT not billed',
}

const otherRuleIs: Readonly<Record<Bill['rule'], string>> = {
  current: 'With INIT, which AWS bills since 2025-08-01',
  legacy: 'Without INIT, as AWS billed before 2025-08-01',
}

function costLine(item: BillItem, decimals: number): CostLine {
  const counted = item.unit === 'request'
  const unit = item.unit === 'GB-second' ? 'GB-s' : item.unit
  return {
    name: item.name,
    quantity: counted ? formatCount(item.quantity) : formatNumber(item.quantity),
    unit: counted ? '' : unit,
    unitPrice: counted
      ? `${formatUnitPrice(item.unitPrice * 1_000_000)} per million`
      : `${formatUnitPrice(item.unitPrice)} per ${unit}`,
    amount: formatMoney(item.amount, decimals),
  }
}

const otherRule = ({ otherRule: other }: Bill, decimals: number): readonly string[] =>
  other === undefined ? [] : [`${otherRuleIs[other.rule]}: ${formatMoney(other.total, decimals)} in total.`]

function durationsFrom({ billedFrom: { computed, unknown } }: Bill): readonly string[] {
  return [
    ...(computed > 0
      ? [
          `The Billed Duration of ${plural(computed, 'invocation')} was computed from Duration and Init Duration.`,
        ]
      : []),
    ...(unknown > 0
      ? [`The duration of ${plural(unknown, 'invocation')} is unknown: only the request is in the total.`]
      : []),
  ]
}

const priceSource = ({ priceBook }: Bill): string =>
  `List prices before the free tier, as of ${priceBook.date}: ${priceBook.source}.`
