import { isMapping, type Document } from './document.ts'
import type { Context } from './files.ts'
import { quote } from './found.ts'
import { allOrNone } from './function-entry.ts'
import type { FunctionOptions, LocalFunctions } from './local-function.ts'
import { orList } from './numbers.ts'
import type { Stated } from './problems.ts'
import { readTemplateFunction } from './sam-function.ts'
import { createTemplateNotes } from './sam-notes.ts'
import { templateValues } from './template-values.ts'

/** Whether a document is a template of CloudFormation or SAM. */
export const isTemplate = (document: Document): boolean =>
  ['AWSTemplateFormatVersion', 'Resources', 'Transform'].some((key) => document.peek([key]) !== undefined)

const type = 'AWS::Serverless::Function'

/**
 * Reads the `AWS::Serverless::Function` resources of a SAM template, or that of the function `wanted` alone. `overrides`
 * win over what the template says of each. Other resources are counted in a note.
 */
export function readTemplate(
  document: Document,
  overrides: FunctionOptions,
  wanted: Stated<string> | undefined,
  context: Context,
): LocalFunctions | undefined {
  const resources = document.peek(['Resources'])
  const ids = isMapping(resources) ? Object.keys(resources) : []
  const functions = ids.filter((id) => document.peek(['Resources', id, 'Type']) === type)
  if (functions.length === 0) return reportNone(document, ids, context)
  const template = { document, resolve: templateValues(document), notes: createTemplateNotes(document.name) }
  template.notes.others(ids.length - functions.length)
  const read =
    wanted === undefined ? functions : functions.filter((id) => isCalled(wanted.value, id, document))
  if (read.length === 0 && wanted !== undefined) {
    const advice = `write ${orList(functions)}`
    context.problems.add(wanted.place, `${quote(wanted.value)} is not in the template; ${advice}`)
    return undefined
  }
  const entries = read.map((id) => readTemplateFunction(id, template, overrides, context))
  context.notes.push(...template.notes.sentences())
  const all = allOrNone(entries)
  if (all === undefined || !uniqueNames(all, document, read, context)) return undefined
  const [first] = all.functions
  return wanted === undefined || first === undefined ? all : { ...all, chosen: first.name }
}

/** By its logical id, or by its name where that is written as it is. */
const isCalled = (wanted: string, id: string, document: Document): boolean =>
  wanted === id || document.peek(['Resources', id, 'Properties', 'FunctionName']) === wanted

function reportNone(document: Document, ids: readonly string[], { problems }: Context): undefined {
  const plain = ids.find((id) => document.peek(['Resources', id, 'Type']) === 'AWS::Lambda::Function')
  problems.add(
    document.place(['Resources']),
    plain === undefined
      ? `there is no ${type} in it; write a template that has one, or a functions.yaml`
      : `there is no ${type} in it, and others such as ${quote(plain)} can't be run here; write a functions.yaml`,
  )
  return undefined
}

function uniqueNames(
  { functions }: LocalFunctions,
  document: Document,
  ids: readonly string[],
  { problems }: Context,
): boolean {
  const names = functions.map(({ name }) => name)
  const twice = names.flatMap((name, i) => (names.indexOf(name) < i ? [{ name, id: ids[i] ?? name }] : []))
  for (const { name, id } of twice) {
    problems.add(
      document.place(['Resources', id, 'Properties', 'FunctionName']),
      `two functions are called ${quote(name)}; rename one of them`,
    )
  }
  return twice.length === 0
}
