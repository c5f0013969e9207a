import type { DistributionMetric } from '../model/distribution.ts'
import type { ScalarMetric, Selector } from '../model/sample.ts'

/** An expression that must hold for a run to pass. */
export type Threshold = DistributionThreshold | ScalarThreshold

interface Comparison {
  readonly selector: Selector
  readonly operator: Operator
  /** In the metric's own unit: µs, bytes, a fraction, USD, GB-seconds or a count. Never negative. */
  readonly limit: number
}

export interface DistributionThreshold extends Comparison {
  readonly kind: 'distribution'
  readonly metric: DistributionMetric
  readonly aggregate: Aggregate
}

export interface ScalarThreshold extends Comparison {
  readonly kind: 'scalar'
  readonly metric: ScalarMetric
}

/** `med` is the 50th percentile. */
export type Aggregate =
  | { readonly kind: 'percentile'; readonly percentile: number }
  | { readonly kind: 'avg' | 'min' | 'max' | 'count' }

export const operators = ['<=', '>=', '==', '!=', '<', '>'] as const
export type Operator = (typeof operators)[number]

/** Why an expression is no threshold. */
export interface ThresholdProblem {
  readonly kind: 'problem'
  /** What was found and what to write instead. */
  readonly message: string
  /** Where in the expression, from 0. */
  readonly at: number
}

/** A piece of an expression and where it begins. */
export interface Piece {
  readonly text: string
  readonly at: number
}

export const problem = (at: number, message: string): ThresholdProblem => ({ kind: 'problem', message, at })
