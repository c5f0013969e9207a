import { quote } from './found.ts'
import type { Place, Problems, Stated } from './problems.ts'

/** What Lambda itself sets, and TMPDIR, which no two environments may share: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const reserved = /^(AWS_LAMBDA_(?!EXEC_WRAPPER$).*|LAMBDA_(TASK_ROOT|RUNTIME_DIR)|TMPDIR)$/
const nameForm = /^[A-Za-z][A-Za-z0-9_]+$/

/** Reads `NAME=value` texts. A name that is given twice, or that Lambda would refuse, is a problem. */
export function readVariables(
  texts: readonly Stated<string>[],
  problems: Problems,
): Readonly<Record<string, string>> {
  const variables = new Map<string, string>()
  for (const { value, place } of texts) {
    const equals = value.indexOf('=')
    const name = equals < 0 ? value : value.slice(0, equals)
    if (equals < 0)
      problems.add(
        place,
        `${quote(value)} has no value; write ${nameForm.test(value) ? value : 'NAME'}=value`,
      )
    else if (variables.has(name))
      problems.add(place, `the variable ${quote(name)} is given twice; keep one of them`)
    else if (checkVariableName(name, place, problems)) variables.set(name, value.slice(equals + 1))
  }
  return Object.fromEntries(variables)
}

/** The variables of a mapping, as texts. `placeOf` says where a name stands. */
export function variablesOf(
  mapping: Readonly<Record<string, string | number | boolean>> | undefined,
  placeOf: (name: string) => Place,
  problems: Problems,
): Readonly<Record<string, string>> {
  const named = Object.entries(mapping ?? {}).filter(([name]) =>
    checkVariableName(name, placeOf(name), problems),
  )
  return Object.fromEntries(named.map(([name, value]) => [name, String(value)]))
}

/** Whether Lambda lets a function have a variable of this name; it is a problem where it does not. */
export function checkVariableName(name: string, place: Place, problems: Problems): boolean {
  if (!nameForm.test(name)) {
    problems.add(
      place,
      `${quote(name)} can't name an environment variable on Lambda; write a letter, then at least one letter, digit or _`,
    )
  } else if (reserved.test(name)) {
    problems.add(place, `the variable ${quote(name)} is set for each environment; choose another name`)
  } else {
    return true
  }
  return false
}
