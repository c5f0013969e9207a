import { describe, expect, it } from 'vitest'
import { dryRunText } from '../../../cli/dry-run-text.ts'
import { preflightComparison } from '../../../lib/engine/comparison-preflight.ts'
import type { RehearsedComparison } from '../../../lib/engine/rehearse-comparison.ts'
import type { RehearsedCall } from '../../../lib/settings/rehearse.ts'
import { type ComparisonOverrides, comparisonPlanWith } from '../../support/comparison-plan.ts'
import { exampleFacts } from '../../support/stored-plan.ts'

/** `#` stands for the number of something that the comparison makes. */
function call(during: RehearsedCall['during'], operation: string, words: string, number = 0): RehearsedCall {
  const [says, alike] = [words.replaceAll('#', String(number)), words.replaceAll('#', '…')]
  return { operation, says, alike, during }
}

const changed = (during: RehearsedCall['during'], memoryMb: number, number: number): RehearsedCall[] => [
  call(
    during,
    'UpdateFunctionConfiguration',
    `MemorySize ${memoryMb}, Description "coldburst mwy9igua6wa #"`,
    number,
  ),
  call(during, 'GetFunctionConfiguration', 'of $LATEST'),
]

const published = (memoryMb: number, number: number): RehearsedCall[] => [
  ...changed('preparing', memoryMb, number),
  call('preparing', 'PublishVersion', '$LATEST as it is then becomes version (new #)', number),
]

const numbers = [1, 2, 3, 4]

const ofVersions: readonly RehearsedCall[] = [
  call('preparing', 'ListAliases', 'all'),
  ...[1, 2, 3].flatMap((number) => published(128, number)),
  ...published(256, 4),
  ...numbers.map((number) =>
    call('preparing', 'CreateAlias', 'coldburst-mwy9igua6wa-# for version (new #)', number),
  ),
  ...numbers.map((number) => call('putting-back', 'DeleteFunction', 'version (new #) only', number)),
]

const refused = [{ setting: '4096 MB', why: 'the quota\u001B[31m is 3008 MB' }]

interface Dry {
  readonly plan?: ComparisonOverrides
  readonly refused?: typeof refused
  readonly sameVersions?: RehearsedComparison['sameVersions']
  readonly unicode?: boolean
  readonly applying?: RehearsedComparison['applying']
}

function textOf(calls: readonly RehearsedCall[], { plan = {}, ...more }: Dry = {}): string {
  const rehearsal = {
    calls,
    refused: more.refused ?? [],
    found: [],
    ...(more.applying && { applying: more.applying }),
  }
  const target = { facts: exampleFacts, functionTimeoutSeconds: 3, real: true }
  const whole = comparisonPlanWith(plan)
  const preflight = preflightComparison(whole, target, rehearsal)
  const output = { width: 80, color: false, unicode: more.unicode ?? true }
  const { sameVersions = [] } = more
  return dryRunText({ ...rehearsal, facts: exampleFacts, preflight, sameVersions }, whole, output)
}

describe('the text of a dry run', () => {
  it('says first what it comes to, then every call, with what repeats itself folded', () => {
    expect(textOf(ofVersions, { refused })).toBe(`\
Dry run: nothing is changed, and nothing is fired. A comparison of 3 settings of
hello in eu-west-1:

Invocations of each setting: 12 warm and 4 cold, warm-ups included; 48 in all.
At most 144, where samples have to be repeated.
It costs at most $0.01: that is $0.01 with every invocation running into its 3 s
timeout, INIT not counted (list price 2026-11-23).
4096 MB would be skipped: the quota is 3008 MB

21 calls to the control plane, and more where cold starts have to be repeated:
  1 × ListAliases · 4 × UpdateFunctionConfiguration
  4 × GetFunctionConfiguration · 4 × PublishVersion · 4 × CreateAlias
  4 × DeleteFunction

Before anything is fired: 1 to 17
   1  ListAliases  all
   2  UpdateFunctionConfiguration
        MemorySize 128, Description "coldburst mwy9igua6wa 1"
   3  GetFunctionConfiguration  of $LATEST
   4  PublishVersion  $LATEST as it is then becomes version (new 1)
      … 2 more times with the next numbers: 5 to 10
  11  UpdateFunctionConfiguration
        MemorySize 256, Description "coldburst mwy9igua6wa 4"
  12  GetFunctionConfiguration  of $LATEST
  13  PublishVersion  $LATEST as it is then becomes version (new 4)
  14  CreateAlias  coldburst-mwy9igua6wa-1 for version (new 1)
      … 3 more times with the next numbers: 15 to 17

Afterwards: 18 to 21
  18  DeleteFunction  version (new 1) only
      … 3 more times with the next numbers: 19 to 21
`)
  })

  it('lists apart what applying would do', () => {
    const applying = {
      setting: '256 MB',
      calls: [
        call('applying', 'UpdateFunctionConfiguration', 'MemorySize 256, Description ""'),
        call('applying', 'PublishVersion', '$LATEST as it is then becomes version (new 1)'),
        call('applying', 'UpdateAlias', 'live to version new 1'),
      ],
    }
    const text = textOf([call('preparing', 'ListAliases', 'all')], { applying })
    expect(text).toContain(`
1 call to the control plane, and more where cold starts have to be repeated:
  1 × ListAliases
And up to 3 to apply what is recommended:
  1 × UpdateFunctionConfiguration · 1 × PublishVersion · 1 × UpdateAlias
`)
    expect(
      text.endsWith(`
If a setting is recommended and confirmed, such as 256 MB: 1 to 3
  1  UpdateFunctionConfiguration  MemorySize 256, Description ""
  2  PublishVersion  $LATEST as it is then becomes version (new 1)
  3  UpdateAlias  live to version new 1
`),
    ).toBe(true)
  })

  it('says of changes from block to block how many there are of each, as their order is random', () => {
    const memory = [256, 128, 128, 256, 1024, 128]
    const calls = [
      call('preparing', 'ListAliases', 'all'),
      ...memory.flatMap((memoryMb, index) => changed('firing', memoryMb, index + 1)),
      call('putting-back', 'UpdateFunctionConfiguration', 'MemorySize 512, Description ""'),
    ]
    expect(textOf(calls, { plan: { staging: 'in-place' } })).toContain(`
14 calls to the control plane, and more for each block beyond the planned ones:
  1 × ListAliases · 7 × UpdateFunctionConfiguration
  6 × GetFunctionConfiguration

Before anything is fired: 1
   1  ListAliases  all

From block to block, in random order: 2 to 13
  3 ×  UpdateFunctionConfiguration
         MemorySize 128, Description "coldburst mwy9igua6wa …"
  2 ×  UpdateFunctionConfiguration
         MemorySize 256, Description "coldburst mwy9igua6wa …"
  1 ×  UpdateFunctionConfiguration
         MemorySize 1024, Description "coldburst mwy9igua6wa …"
  6 ×  GetFunctionConfiguration  of $LATEST

Afterwards: 14
  14  UpdateFunctionConfiguration  MemorySize 512, Description ""
`)
  })

  it('says which qualifiers are the same version', () => {
    const sameVersions = [{ version: '3', names: ['live', 'candidate\u001B[31m'] }]
    const drawn = textOf([], { plan: { staging: 'none' }, sameVersions })
    expect(drawn).toContain(
      '\nlive and candidate are the same version, 3: what differs between them is chance.\n',
    )
  })

  it('says where it would stop without --yes', () => {
    const base = { pricing: { initBilling: 'current', maxCost: 0.000_01 } } as const
    expect(textOf(ofVersions, { plan: { base } })).toMatch(/^Without --yes it stops here: one block alone/m)
  })

  it('promises no more calls than there are where none can be added', () => {
    const looked = [call('preparing', 'GetFunctionConfiguration', 'of live')]
    expect(textOf(looked, { plan: { staging: 'none' } })).toContain('\n1 call to the control plane:\n')
    expect(textOf(looked, { plan: { design: { cold: 0 } } })).toContain('\n1 call to the control plane:\n')
    expect(textOf([])).toMatch(/\n\nNo call to the control plane\.\n$/)
  })

  it('says of calls that are the same in everything that there are more, and of no numbers', () => {
    const looks = numbers.map(() => call('preparing', 'GetFunctionConfiguration', 'of 7'))
    expect(textOf(looks)).toMatch(
      /\n {2}1 {2}GetFunctionConfiguration {2}of 7\n {5}… 3 more times: 2 to 4\n$/,
    )
  })

  it('writes all numbers of calls alike, and keeps them in one column', () => {
    const looks = Array.from({ length: 1_408 }, () => call('preparing', 'GetFunctionConfiguration', 'of 7'))
    expect(textOf([...looks, call('preparing', 'ListAliases', 'all')])).toContain(`
      1  GetFunctionConfiguration  of 7
         … 1,407 more times: 2 to 1,408
  1,409  ListAliases  all
`)
  })

  it('is ASCII for terminals that know no more', () => {
    expect(textOf(ofVersions, { unicode: false })).toMatch(/^\p{ASCII}*$/u)
  })
})
