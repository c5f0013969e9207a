import { describe, expect, it } from 'vitest'
import {
  type Signable,
  type Signer,
  amzDate,
  createSigner,
  encodeUri,
  sha256,
} from '../../../../lib/targets/lambda/sign.ts'

const owner = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
const date = '20150830T123600Z'

const vanilla: Signable = {
  method: 'GET',
  path: '/',
  query: '',
  headers: [
    ['host', 'example.amazonaws.com'],
    ['x-amz-date', date],
  ],
  bodyHash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
}

describe('createSigner', () => {
  const sign = createSigner('us-east-1', 'service')

  // The signatures are those of AWS's published test suite for Signature Version 4 (aws-sig-v4-test-suite).
  it.each<[string, Partial<Signable>, string]>([
    ['get-vanilla', {}, '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
    ['post-vanilla', { method: 'POST' }, '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
    [
      'get-vanilla-query-order-key-case',
      { query: 'Param1=value1&Param2=value2' },
      'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    ],
  ])('signs %s as AWS does', (_, differs, signature) => {
    expect(sign({ ...vanilla, ...differs }, owner, date)).toBe(
      `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ` +
        `SignedHeaders=host;x-amz-date, Signature=${signature}`,
    )
  })

  it('signs the headers in order of their names, spaces in a row taken for one', () => {
    const headers = [...vanilla.headers.toReversed(), ['a', ' 1 \t 2 '] as const]
    expect(sign({ ...vanilla, headers }, owner, date)).toBe(
      sign({ ...vanilla, headers: [['a', '1 2'], ...vanilla.headers] }, owner, date),
    )
  })

  it('is the same for paths that mean the same', () => {
    const signed = (path: string): string => sign({ ...vanilla, path }, owner, date)
    expect(signed('//a/./b/../c')).toBe(signed('/a/c'))
    expect(signed('/a/b')).not.toBe(signed('/a%2Fb'))
  })

  it('changes with the day, the secret and the day back again', () => {
    const other = { ...owner, secretAccessKey: 'other' }
    const signed = (credentials: typeof owner, day: string, by: Signer): string =>
      by(vanilla, credentials, `${day}T123600Z`)
    const turns = [
      [owner, '20150830'],
      [other, '20150830'],
      [other, '20150831'],
      [owner, '20150830'],
    ] as const
    const kept = turns.map(([credentials, day]) => signed(credentials, day, sign))
    const fresh = turns.map(([credentials, day]) =>
      signed(credentials, day, createSigner('us-east-1', 'service')),
    )
    expect(kept).toEqual(fresh)
    expect(new Set(kept).size).toBe(3)
  })
})

describe('amzDate', () => {
  it('is to the second', () => {
    expect(amzDate(0)).toBe('19700101T000000Z')
    expect(amzDate(1_795_426_207)).toBe('20261123T093007Z')
  })
})

describe('sha256', () => {
  it('is hexadecimal, of text or bytes', () => {
    expect(sha256('')).toBe(vanilla.bodyHash)
    // FIPS 180-2, appendix B.1.
    expect(sha256(Buffer.from('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
  })
})

describe('encodeUri', () => {
  it('leaves nothing but unreserved characters', () => {
    expect(encodeUri("aZ09-_.~ !'()*/:%é")).toBe('aZ09-_.~%20%21%27%28%29%2A%2F%3A%25%C3%A9')
  })
})
