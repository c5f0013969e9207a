import { defined } from '../model/defined.ts'
import type { LocalCors, LocalFunctionUrl } from '../model/local-function.ts'
import { quote } from './found.ts'
import { orList, readCount } from './numbers.ts'
import { right, wrong, type Reading } from './problems.ts'
import type { FunctionProperties } from './sam-properties.ts'

const key = 'FunctionUrlConfig'

/** Reads the function URL of a function in a template, if it has one. */
export function readUrl(properties: FunctionProperties): LocalFunctionUrl | undefined {
  if (!properties.has([key])) return undefined
  const mode = properties.read([key, 'InvokeMode'], readWord(modes))?.value ?? 'BUFFERED'
  const authType = properties.read([key, 'AuthType'], readWord(authTypes))?.value ?? 'NONE'
  const cors = properties.has([key, 'Cors']) ? readCors(properties) : undefined
  return {
    port: 0,
    mode: mode === 'BUFFERED' ? 'buffered' : 'stream',
    ...(authType === 'AWS_IAM' && { signed: true }),
    ...(cors && { cors }),
  }
}

const modes = ['BUFFERED', 'RESPONSE_STREAM'] as const
const authTypes = ['NONE', 'AWS_IAM'] as const

// https://docs.aws.amazon.com/lambda/latest/api/API_Cors.html, 2026-11
const methods = ['GET', 'PUT', 'HEAD', 'POST', 'PATCH', 'DELETE', '*'] as const

function readCors(properties: FunctionProperties): LocalCors {
  const list = (name: string) => {
    const texts = properties.list([key, 'Cors', name])
    return texts.length === 0 ? undefined : texts
  }
  const AllowMethods = list('AllowMethods')
  const strange = AllowMethods?.find((method) => !methods.some((known) => known === method))
  if (strange !== undefined)
    properties.report(
      [key, 'Cors', 'AllowMethods'],
      `${quote(strange)} is not known here; write ${orList(methods)}`,
    )
  return defined({
    AllowCredentials: properties.says([key, 'Cors', 'AllowCredentials'], 'true') ? true : undefined,
    AllowHeaders: list('AllowHeaders'),
    AllowMethods,
    AllowOrigins: list('AllowOrigins'),
    ExposeHeaders: list('ExposeHeaders'),
    MaxAge: properties.read([key, 'Cors', 'MaxAge'], readCount(0, 86_400))?.value,
  })
}

function readWord<T extends string>(words: readonly T[]) {
  return (text: string): Reading<T> => {
    const word = words.find((known) => known === text)
    return word === undefined
      ? wrong(`${quote(text)} is not known here; write ${orList(words)}`)
      : right(word)
  }
}
