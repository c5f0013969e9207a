import { quote } from './found.ts'
import { type CodeRuntime, codeRuntimes } from './handlers.ts'
import { orList, readOneOf } from './numbers.ts'
import { right, wrong, type Reading } from './problems.ts'

/** Reads a runtime by our name or by one of AWS's: `nodejs22.x`, `python3.13`, `provided.al2023`. */
export function readRuntime(text: string): Reading<CodeRuntime> {
  const family = awsForm.exec(text.trim().toLowerCase())?.groups?.['family']
  if (family !== undefined) return right(familyOf[family] ?? 'node')
  if (/^(python2|java|ruby|dotnet|go)/.test(text))
    return wrong(`the local Lambda can't run ${quote(text)}; write ${orList(codeRuntimes)}`)
  return readOneOf(codeRuntimes)(text)
}

const awsForm = /^(?<family>nodejs|node|python(?!2)|provided)[\w.]*$/

const familyOf: Readonly<Record<string, CodeRuntime>> = {
  python: 'python',
  provided: 'bootstrap',
}
