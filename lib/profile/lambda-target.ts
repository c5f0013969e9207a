import { defined } from '../model/defined.ts'
import type { LambdaTarget } from '../model/plan.ts'
import type { LambdaChoice } from './choose-target.ts'
import { quote } from './found.ts'
import { accept, right, wrong, type Problems, type Reading, type Stated } from './problems.ts'
import type { ProfileTarget } from './profile-target.ts'
import type { Settings } from './settings.ts'

interface FunctionName {
  /** A name or an ARN, without qualifier. */
  readonly function: string
  readonly qualifier: string | undefined
  readonly region: string | undefined
}

/** The forms of FunctionName and Qualifier: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
const nameForm =
  /^(?<arn>arn:aws[a-zA-Z-]*:lambda:(?<region>[a-z0-9-]+):\d{12}:function:|\d{12}:function:|function:)?(?<name>[\w-]+)(?::(?<qualifier>\$LATEST|[\w-]+))?$/
const regionForm = /^[a-z]{2,}(-[a-z]+)+-\d+$/

/** Settles a function behind the Lambda Invoke API; undefined, and problems, when it can't be. */
export function settleLambda(
  choice: LambdaChoice,
  settings: Settings,
  problems: Problems,
): LambdaTarget | undefined {
  const name = accept(choice.function, readFunctionName, problems)
  const region = settings.text('region') ?? statedOf(choice.profile, 'region')
  const endpoint = settings.text('endpoint') ?? statedOf(choice.profile, 'endpoint')
  const qualifier = accept(statedOf(choice.profile, 'qualifier'), readQualifier, problems)
  const known = {
    region: accept(region, readRegion, problems),
    endpoint: accept(endpoint, readEndpoint, problems)?.value,
  }
  if (name === undefined) return undefined
  reportContradictions(name, choice, known.region, qualifier, problems)
  return defined({
    kind: 'lambda' as const,
    function: name.value.function,
    qualifier: name.value.qualifier ?? qualifier?.value,
    region: name.value.region ?? known.region?.value,
    awsProfile: (settings.text('awsProfile') ?? statedOf(choice.profile, 'profile'))?.value,
    endpoint: known.endpoint,
    logTail: settings.switch('logTail')?.value ?? choice.profile?.input.logTail ?? true,
  })
}

function statedOf(
  profile: ProfileTarget | undefined,
  key: 'region' | 'endpoint' | 'qualifier' | 'profile',
): Stated<string> | undefined {
  const value = profile?.input[key]
  return profile === undefined || value === undefined ? undefined : { value, place: profile.place(key) }
}

/** A region in the profile gives way to the ARN of a flag; said at the same level or above, they must agree. */
function reportContradictions(
  name: Stated<FunctionName>,
  { profile, function: fn }: LambdaChoice,
  region: Stated<string> | undefined,
  qualifier: Stated<string> | undefined,
  problems: Problems,
): void {
  const { region: own, qualifier: ownQualifier } = name.value
  const besides =
    region !== undefined && (region.place.where.startsWith('--') || profile?.input.function === fn.value)
  if (besides && own !== undefined && own !== region.value) {
    problems.add(
      region.place,
      `${quote(region.value)} is not the region of the ARN; write ${own} or leave it out`,
    )
  }
  if (ownQualifier !== undefined && qualifier !== undefined && ownQualifier !== qualifier.value) {
    problems.add(
      qualifier.place,
      `${quote(qualifier.value)} is not the qualifier in the function's name, ${quote(ownQualifier)}; keep one of them`,
    )
  }
}

export function readFunctionName(text: string): Reading<FunctionName> {
  const parts = nameForm.exec(text.trim())?.groups
  if (parts === undefined || (parts['name'] ?? '').length > 64) {
    return wrong(`${quote(text)} is not a function; write its name or ARN, with :QUALIFIER if wanted`)
  }
  const { arn = '', name = '', qualifier, region } = parts
  return right({ function: `${arn}${name}`, qualifier, region })
}

/** A version or an alias. */
export function readQualifier(text: string): Reading<string> {
  const fits = /^(\$LATEST|[\w-]{1,128})$/.test(text)
  return fits
    ? right(text)
    : wrong(`${quote(text)} is not a qualifier; write a version or an alias, such as live`)
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html, 2026-11 */
export function readAlias(text: string): Reading<string> {
  return /^(?!\d+$)[\w-]{1,128}$/.test(text)
    ? right(text)
    : wrong(`${quote(text)} can't name an alias; write letters, digits, - or _, such as live`)
}

function readRegion(text: string): Reading<string> {
  const region = text.trim()
  return regionForm.test(region)
    ? right(region)
    : wrong(`${quote(text)} is not a region; write one such as us-east-1`)
}

function readEndpoint(text: string): Reading<string> {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    return wrong(`${quote(text)} is not a URL; write one such as http://127.0.0.1:4566`)
  }
  // The plan is stored, so it must not hold a password.
  if (url.username !== '' || url.password !== '')
    return wrong('the URL holds a user or password; write it without')
  if (url.search !== '' || url.hash !== '')
    return wrong(`${quote(text)} has more than a path; write it without ? and #`)
  return right(text.trim().replace(/\/+$/, ''))
}
