import { describeFound } from './found.ts'
import { variablesOf } from './environment.ts'
import type { Place, Problems } from './problems.ts'
import type { FunctionProperties, Template } from './sam-properties.ts'
import type { TemplateValue } from './template-values.ts'

/** The environment variables that a template gives a function; what only AWS knows is a placeholder, and a note. */
export function templateVariables(
  fn: string,
  properties: FunctionProperties,
  { notes }: Template,
  problems: Problems,
): Readonly<Record<string, string>> {
  const entries = properties.entries(['Environment', 'Variables'])
  const whole = properties.peek(['Environment', 'Variables'])
  if (whole.kind === 'unknown') notes.placeholder('Environment.Variables', fn)
  const texts: [string, string][] = []
  for (const [name, { value, place }] of whole.kind === 'unknown' ? [] : entries) {
    const text = valueText(value, place, problems)
    if (value.kind === 'unknown') notes.placeholder(name, fn)
    if (text !== undefined) texts.push([name, text])
  }
  const placeOf = (name: string): Place => entries.get(name)?.place ?? properties.place(['Environment'])
  return variablesOf(Object.fromEntries(texts), placeOf, problems)
}

function valueText(value: TemplateValue, place: Place, problems: Problems): string | undefined {
  switch (value.kind) {
    case 'absent':
      return undefined
    case 'text':
      return value.text
    case 'unknown':
      return value.says
    case 'other':
      problems.add(place, `found ${describeFound(value.value)}; write a text`)
      return undefined
    default:
      return value satisfies never
  }
}
