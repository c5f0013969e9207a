import { expect, test } from 'vitest'

import { corsHeaders, preflightHeaders } from '../../../../lib/emulator/urls/cors.ts'

const origin = 'https://shop.example'

test('any site may read where all origins are allowed', () => {
  expect(corsHeaders({ AllowOrigins: ['*'], ExposeHeaders: ['x-a', 'x-b'] }, origin)).toEqual({
    'access-control-allow-origin': '*',
    'access-control-expose-headers': 'x-a,x-b',
  })
})

test('with credentials the site is named instead of the star', () => {
  expect(corsHeaders({ AllowOrigins: ['*'], AllowCredentials: true }, origin)).toEqual({
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    vary: 'Origin',
  })
})

test('a site that is not listed gets nothing', () => {
  const cors = { AllowOrigins: ['https://other.example'], AllowMethods: ['GET'], MaxAge: 10 }
  expect(corsHeaders(cors, origin)).toEqual({})
  expect(preflightHeaders(cors, origin)).toEqual({})
  expect(corsHeaders(cors, undefined)).toEqual({})
})

test('a preflight request is told what is allowed, and for how long', () => {
  const cors = { AllowOrigins: [origin], AllowMethods: ['GET', 'PUT'], AllowHeaders: ['x-a'], MaxAge: 60 }
  expect(preflightHeaders(cors, origin)).toEqual({
    'access-control-allow-origin': origin,
    vary: 'Origin',
    'access-control-allow-methods': 'GET,PUT',
    'access-control-allow-headers': 'x-a',
    'access-control-max-age': '60',
  })
})
