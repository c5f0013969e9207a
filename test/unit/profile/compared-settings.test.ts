import { describe, expect, it } from 'vitest'
import { combine, qualifiers } from '../../../lib/profile/compared-settings.ts'

const names = (choices: Parameters<typeof combine>[0]) => combine(choices).map(({ name }) => name)

describe('the settings of a comparison', () => {
  it('are every combination in the order given, named by what varies', () => {
    expect(
      combine({
        memory: [512, 256],
        architecture: ['x86_64', 'arm64'],
        environment: [
          [
            ['LOG', 'info'],
            ['LOG', 'debug'],
          ],
        ],
      }),
    ).toEqual([
      {
        name: '512 MB x86_64 LOG=info',
        memoryMb: 512,
        architecture: 'x86_64',
        environment: { LOG: 'info' },
      },
      {
        name: '512 MB x86_64 LOG=debug',
        memoryMb: 512,
        architecture: 'x86_64',
        environment: { LOG: 'debug' },
      },
      { name: '512 MB arm64 LOG=info', memoryMb: 512, architecture: 'arm64', environment: { LOG: 'info' } },
      { name: '512 MB arm64 LOG=debug', memoryMb: 512, architecture: 'arm64', environment: { LOG: 'debug' } },
      {
        name: '256 MB x86_64 LOG=info',
        memoryMb: 256,
        architecture: 'x86_64',
        environment: { LOG: 'info' },
      },
      {
        name: '256 MB x86_64 LOG=debug',
        memoryMb: 256,
        architecture: 'x86_64',
        environment: { LOG: 'debug' },
      },
      { name: '256 MB arm64 LOG=info', memoryMb: 256, architecture: 'arm64', environment: { LOG: 'info' } },
      { name: '256 MB arm64 LOG=debug', memoryMb: 256, architecture: 'arm64', environment: { LOG: 'debug' } },
    ])
  })

  it('leave what is not varied as the function has it', () => {
    expect(combine({ memory: [128, 256], architecture: [], environment: [] })).toEqual([
      { name: '128 MB', memoryMb: 128 },
      { name: '256 MB', memoryMb: 256 },
    ])
  })

  it('do not name an architecture that all of them have', () => {
    expect(combine({ memory: [128], architecture: ['arm64'], environment: [] })).toEqual([
      { name: '128 MB', memoryMb: 128, architecture: 'arm64' },
    ])
  })

  it('have names of their own also where values are long, or can not be shown', () => {
    const long = 'x'.repeat(50)
    expect(
      names({
        memory: [],
        architecture: [],
        environment: [
          [
            ['A', `${long}1`],
            ['A', `${long}2`],
            ['A', 'a\u001b'],
            ['A', ''],
          ],
        ],
      }),
    ).toEqual([`A=${'x'.repeat(40)}…`, `A=${'x'.repeat(40)}… (2)`, 'A=a\ufffd', 'A='])
  })

  it('may be there already', () => {
    expect(qualifiers(['blue', '$LATEST'])).toEqual([
      { name: 'blue', qualifier: 'blue' },
      { name: '$LATEST', qualifier: '$LATEST' },
    ])
  })
})
