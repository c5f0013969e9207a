import { describe, expect, test } from 'vitest'
import { parseReportLine, reportLines } from '../../../lib/markers/report-line.ts'

const id = '581680ad-d7b2-45c3-9a7b-8a947fabf3b2'
const tabs = (...fields: readonly string[]): string => fields.join('\t')

describe('parseReportLine', () => {
  test('reads a cold line as AWS prints it', () => {
    const line = tabs(
      `REPORT RequestId: ${id}`,
      'Duration: 62.14 ms',
      'Billed Duration: 225 ms',
      'Memory Size: 128 MB',
      'Max Memory Used: 78 MB',
      'Init Duration: 162.08 ms',
      '',
    )
    expect(parseReportLine(line)).toEqual({
      form: 'text',
      requestId: id,
      duration: 62_140,
      billedDuration: 225_000,
      initDuration: 162_080,
      memorySizeMb: 128,
      maxMemoryUsedMb: 78,
    })
  })

  test('reads a line whose TABs were replaced with spaces', () => {
    const line =
      'REPORT RequestId: e85978b8-96f3-4a0e-9511-c22672da4f02 Duration: 1.44 ms Billed Duration: 20 ms ' +
      'Memory Size: 512 MB Max Memory Used: 16 MB Init Duration: 18.45 ms'
    expect(parseReportLine(line)).toEqual({
      form: 'text',
      requestId: 'e85978b8-96f3-4a0e-9511-c22672da4f02',
      duration: 1_440,
      billedDuration: 20_000,
      initDuration: 18_450,
      memorySizeMb: 512,
      maxMemoryUsedMb: 16,
    })
  })

  test('reads Status and Error Type behind the fields, with spaces', () => {
    const line =
      'REPORT RequestId: 5b866fb1-7154-4af6-8078-6ef6ca4c2ddd Duration: 133.61 ms Billed Duration: 214 ms ' +
      'Memory Size: 128 MB Max Memory Used: 31 MB Init Duration: 80.00 ms Status: error Error Type: Runtime.ExitError'
    expect(parseReportLine(line)).toMatchObject({
      initDuration: 80_000,
      status: 'error',
      errorType: 'Runtime.ExitError',
    })
  })

  test('reads Status and Error Type behind TABs', () => {
    const line = tabs(
      'REPORT RequestId: 57325a9d-ff5f-42e4-83df-80f3dcaaef25',
      'Duration: 95.78 ms',
      'Billed Duration: 96 ms',
      'Memory Size: 512 MB',
      'Max Memory Used: 39 MB',
      'Status: error',
      'Error Type: Runtime.ImportModuleError',
    )
    expect(parseReportLine(line)).toMatchObject({
      duration: 95_780,
      billedDuration: 96_000,
      status: 'error',
      errorType: 'Runtime.ImportModuleError',
    })
    expect(parseReportLine(line)?.initDuration).toBeUndefined()
  })

  test('reads the order of the runtime interface emulator, Init Duration first', () => {
    const line = tabs(
      `REPORT RequestId: ${id}`,
      'Init Duration: 0.12 ms',
      'Duration: 45.67 ms',
      'Billed Duration: 46 ms',
      'Memory Size: 3008 MB',
      'Max Memory Used: 3008 MB',
      '',
    )
    expect(parseReportLine(line)).toMatchObject({
      initDuration: 120,
      duration: 45_670,
      billedDuration: 46_000,
    })
  })

  test('reads a SnapStart line with the XRAY part behind it', () => {
    const line = tabs(
      'REPORT RequestId: b771fecc-1b53-4faf-922d-1d74357b1676',
      'Duration: 306.34 ms',
      'Billed Duration: 610 ms',
      'Memory Size: 3009 MB',
      'Max Memory Used: 155 MB',
      'Restore Duration: 511.25 ms',
      'Billed Restore Duration: 303 ms',
      'XRAY TraceId: 1-6ac7d554-62c6be2f6c1bd8032dac9acf',
      'SegmentId: 854892f93105b5ae',
      'Sampled: true',
      '',
    )
    expect(parseReportLine(line)).toEqual({
      form: 'text',
      requestId: 'b771fecc-1b53-4faf-922d-1d74357b1676',
      duration: 306_340,
      billedDuration: 610_000,
      memorySizeMb: 3009,
      maxMemoryUsedMb: 155,
      restoreDuration: 511_250,
      billedRestoreDuration: 303_000,
    })
  })

  test('is not confused by a field it does not know, with TABs or with spaces', () => {
    const fields = ['Duration: 5.00 ms', 'Thaw Duration: 9.99 ms', 'Init Duration: 3 ms'] as const
    const expected = { form: 'text', requestId: id, duration: 5_000, initDuration: 3_000 }
    expect(parseReportLine(tabs(`REPORT RequestId: ${id}`, ...fields))).toEqual(expected)
    expect(parseReportLine(`REPORT RequestId: ${id} ${fields.join(' ')}`)).toEqual(expected)
  })

  test.each([
    ['a negative time', 'Init Duration: -3.00 ms', 'initDuration'],
    ['an exponent', 'Init Duration: 1e3 ms', 'initDuration'],
    ['a time without its unit', 'Init Duration: 12', 'initDuration'],
    ['a comma', 'Init Duration: 1,000 ms', 'initDuration'],
    ['more than a day', 'Init Duration: 86400001 ms', 'initDuration'],
    ['an INIT that took no time', 'Init Duration: 0.00 ms', 'initDuration'],
    ['a NaN', 'Init Duration: NaN ms', 'initDuration'],
    ['memory in another unit', 'Max Memory Used: 3 ms', 'maxMemoryUsedMb'],
    ['no memory at all', 'Max Memory Used: 0 MB', 'maxMemoryUsedMb'],
    ['more memory than there is', 'Memory Size: 131073 MB', 'memorySizeMb'],
  ] as const)('leaves out %s', (_, field, name) => {
    const fields = parseReportLine(tabs(`REPORT RequestId: ${id}`, 'Duration: 1.00 ms', field))
    expect(fields?.duration).toBe(1_000)
    expect(fields).not.toHaveProperty(name)
  })

  test.each([' ', '\t'])('does not read the name of an error on as more fields (%j)', (between) => {
    const line = [
      `REPORT RequestId: ${id}`,
      'Duration: 1.00 ms',
      'Status: error',
      'Error Type: Sly Init Duration: 99.00 ms Billed Duration: 7 ms',
    ].join(between)
    expect(parseReportLine(line)).toEqual({
      form: 'text',
      requestId: id,
      duration: 1_000,
      status: 'error',
      errorType: 'Sly',
    })
  })

  test('leaves out a field that is given twice', () => {
    const line = tabs(
      `REPORT RequestId: ${id}`,
      'Duration: 1.00 ms',
      'Billed Duration: 2 ms',
      'Duration: 9 ms',
    )
    expect(parseReportLine(line)).toEqual({ form: 'text', requestId: id, billedDuration: 2_000 })
  })

  test.each([
    'INFO REPORT RequestId: x\tDuration: 1.00 ms',
    'REPORT RequestId: x',
    'REPORT RequestId: x\tMemory Size: 128 MB',
    'REPORT',
    '',
    `REPORT RequestId: x\tDuration: 1.00 ms\t${'y'.repeat(2_000)}`,
  ])('refuses %#', (line) => {
    expect(parseReportLine(line)).toBeUndefined()
  })

  test('believes the last word of a line without its end only when it is whole', () => {
    const line = tabs(
      `REPORT RequestId: ${id}`,
      'Duration: 1.00 ms',
      'Status: error',
      'Error Type: Runtime.Exit',
    )
    expect(parseReportLine(line, false)).toEqual({
      form: 'text',
      requestId: id,
      duration: 1_000,
      status: 'error',
    })
    expect(parseReportLine(`REPORT RequestId: ${id}\tDuration: 1.00 ms\tStatus: time`, false)).toEqual({
      form: 'text',
      requestId: id,
      duration: 1_000,
    })
  })
})

describe('reportLines', () => {
  test('finds the lines from the last to the first, and only at the beginning of a line', () => {
    const log = [
      'REPORT RequestId: a\tDuration: 1.00 ms\t',
      'he said REPORT RequestId: b\tDuration: 2.00 ms\t',
      'REPORT RequestId: c\tDuration: 3.00 ms\t',
      'XRAY TraceId: 1-6ac7d554\tSegmentId: 854892f93105b5ae\tSampled: true\t',
      '',
    ].join('\n')
    const found = [...reportLines(log)]
    expect(found.map(({ fields }) => fields.requestId)).toEqual(['c', 'a'])
    expect(found.map(({ at }) => at)).toEqual([log.indexOf('REPORT RequestId: c'), 0])
  })
})
