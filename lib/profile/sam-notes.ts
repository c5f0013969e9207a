/** Gathers what the user should know of a template that is no problem. */
export interface TemplateNotes {
  /** Resources that are no functions. */
  others(count: number): void
  /** A variable whose value only AWS could tell. */
  placeholder(name: string, fn: string): void
  layers(fn: string): void
  arm64(fn: string): void
  /** A function whose FunctionName only AWS could tell. */
  unnamed(fn: string): void
  sentences(): string[]
}

/** Notes about the template that is called `file` in messages. */
export function createTemplateNotes(file: string): TemplateNotes {
  let others = 0
  const [layered, arm, unnamed]: [string[], string[], string[]] = [[], [], []]
  const placeholders = new Map<string, string[]>()
  return {
    others: (count) => void (others = count),
    placeholder: (name, fn) => void placeholders.set(fn, [...(placeholders.get(fn) ?? []), name]),
    layers: (fn) => void layered.push(fn),
    arm64: (fn) => void arm.push(fn),
    unnamed: (fn) => void unnamed.push(fn),
    sentences: () =>
      [
        others === 0
          ? ''
          : `${others} other ${others === 1 ? 'resource is' : 'resources are'} not there on this machine`,
        placeholders.size === 0
          ? ''
          : `only AWS knows the value of ${valuesOf(placeholders)}: a placeholder is in its place, and --env NAME=value sets it`,
        layered.length === 0 ? '' : `the layers of ${listed(layered)} are not there`,
        arm.length === 0
          ? ''
          : `${listed(arm)} is for arm64, and runs on what this machine has; --architecture arm64 prices it so`,
        unnamed.length === 0
          ? ''
          : `only AWS knows the name of ${listed(unnamed)}; it is called by its logical id`,
      ]
        .filter((sentence) => sentence !== '')
        .map((sentence) => `${file}: ${sentence}`),
  }
}

const valuesOf = (placeholders: ReadonlyMap<string, readonly string[]>): string =>
  listed([...placeholders].map(([fn, names]) => `${listed(names)} of ${fn}`))

/** More would fill the screen. */
const mostListed = 8

function listed(parts: readonly string[]): string {
  const shown = parts.slice(0, mostListed)
  const rest = parts.length - shown.length
  return rest === 0 ? shown.join(', ') : `${shown.join(', ')} and ${rest} more`
}
