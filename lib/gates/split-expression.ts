import { type Piece, problem, type ThresholdProblem } from './threshold.ts'

/** An expression cut at its joints, nothing of it understood yet. */
export interface Pieces {
  readonly kind: 'pieces'
  readonly metric: Piece
  /** What stands between the braces. */
  readonly selector?: Piece
  readonly aggregate?: Piece
  readonly operator: Piece
  readonly value: Piece
}

/** Cuts `metric {selector} : aggregate operator value`. */
export function splitExpression(expression: string): Pieces | ThresholdProblem {
  const metric = pieceAt(expression, 0, /\s*([^\s{}:()<>=!]+)/y)
  if (metric === undefined)
    return problem(0, 'a threshold begins with a metric, as in response_time p(99) < 250ms')
  // A quoted phase name may hold a brace.
  const selector = pieceAt(expression, metric.end, /\s*\{((?:[^{}"]|"(?:[^"\\]|\\.)*")*)\}/y)
  if (selector === undefined && /^\s*\{/.test(expression.slice(metric.end))) {
    return problem(
      expression.indexOf('{'),
      'the selector is not closed: write {start:cold} or {phase:"name"}',
    )
  }
  const colon = pieceAt(expression, selector?.end ?? metric.end, /\s*(:?)/y)
  const aggregate = pieceAt(expression, colon?.end ?? 0, /\s*([^\s<>=!][^<>=!]*?)\s*(?=[<>=!]|$)/y)
  const operator = pieceAt(expression, (aggregate ?? colon)?.end ?? 0, /\s*([<>=!]+)/y)
  if (operator === undefined) {
    return problem(expression.trimEnd().length, 'there is nothing to compare with: end it as in < 250ms')
  }
  const value = pieceAt(expression, operator.end, /\s*(.*?)\s*$/sy)
  return {
    kind: 'pieces',
    metric,
    ...(selector && { selector }),
    ...(aggregate && { aggregate }),
    operator,
    value: value ?? { text: '', at: operator.end },
  }
}

/** The first group of a sticky pattern that matches from `from` on. */
function pieceAt(expression: string, from: number, pattern: RegExp): (Piece & { end: number }) | undefined {
  pattern.lastIndex = from
  const match = pattern.exec(expression)
  const text = match?.[1]
  if (match === null || text === undefined) return undefined
  const at = match.index + match[0].indexOf(text)
  return { text, at, end: pattern.lastIndex }
}
