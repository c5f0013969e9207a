import { formatCount } from '../../quantities.ts'

/** Of a relative difference in cost, (this - other) / other: «31 % dearer», «12 % cheaper», «2.4 times as dear». */
export function dearer(relative: number): string {
  if (Math.abs(relative) < negligible) return 'as dear'
  if (relative < 0) return `${percentOff(-relative)} cheaper`
  return relative >= 1 ? `${times(1 + relative)} times as dear` : `${percent(relative)} dearer`
}

/**
 * Of a relative difference in time: «4.1 times as fast», «12 % faster», «12 % slower», «2.4 times as slow». A per cent
 * is of the other's time.
 */
export function faster(relative: number): string {
  if (Math.abs(relative) < negligible) return 'as fast'
  if (relative > 0)
    return relative >= 1 ? `${times(1 + relative)} times as slow` : `${percent(relative)} slower`
  const ratio = 1 / (1 + relative)
  return ratio >= 1.5 ? `${times(ratio)} times as fast` : `${percentOff(-relative)} faster`
}

/** For a narrow column: `+31 %`, `-12 %`, `2.4 ×`. */
export function compactly(relative: number): string {
  if (Math.abs(relative) < negligible) return '0 %'
  if (relative < 0) return `-${percentOff(-relative)}`
  return relative >= 1 ? `${times(1 + relative)} ×` : `+${percent(relative)}`
}

/** (This - other) / other; undefined where that is no number. */
export function relativeTo(value: number, other: number): number | undefined {
  const relative = (value - other) / other
  return Number.isFinite(relative) ? relative : undefined
}

/** A share as per cent of two digits: `0.5 %`, `9.8 %`, `31 %`. */
export const percent = (share: number): string => {
  const value = share * 100
  if (value > 0 && value < 0.05) return '< 0.1 %'
  return `${value < 9.95 ? value.toFixed(1).replace(/\.0$/u, '') : formatCount(value)} %`
}

/** Without separators, as settings are named. */
export const memoryName = (memoryMb: number): string => `${memoryMb} MB`

/** Names in a row, with a unit that all share only once: «512, 768 and 1024 MB». */
export function listed(names: readonly string[], and = 'and'): string {
  const unit = sharedUnit(names)
  const last = names.at(-1) ?? ''
  const others = names.slice(0, -1).map((name) => name.slice(0, name.length - unit.length))
  if (and === '' || others.length === 0) return [...others, last].join(', ')
  return `${others.join(', ')} ${and} ${last}`
}

/** Below it a difference is none that a report would print. */
const negligible = 0.000_05

/** Of something that was taken away: never all of it. */
const percentOff = (share: number): string =>
  share > 0.995 && share < 1 ? 'over 99 %' : percent(Math.min(1, share))

const times = (ratio: number): string =>
  ratio < 9.95 ? ratio.toFixed(1).replace(/\.0$/u, '') : formatCount(ratio)

/** ` MB` or ` MB arm64`, where every name is a number with it. */
function sharedUnit(names: readonly string[]): string {
  const unit = /^[\d,]+( MB.*)$/u.exec(names[0] ?? '')?.[1] ?? ''
  return names.every((name) => /^[\d,]+( MB.*)$/u.exec(name)?.[1] === unit) ? unit : ''
}
