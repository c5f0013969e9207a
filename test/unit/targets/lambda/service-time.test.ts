import { describe, expect, it } from 'vitest'
import { createServiceTime } from '../../../../lib/targets/lambda/service-time.ts'

const noon = Date.UTC(2026, 10, 23, 12)
const minute = 60_000
const date = (ms: number): string => new Date(ms).toUTCString()

describe('createServiceTime', () => {
  it.each([5 * minute, -5 * minute, 40 * 24 * 60 * minute])(
    'follows a service that is %d ms ahead',
    (ahead) => {
      let wall = noon
      const time = createServiceTime(() => wall)
      time.refused(date(noon + ahead))
      wall += 1_500
      expect(time.now()).toBe(noon + ahead + 1_500)
    },
  )

  it('keeps its own time while the service is not far from it', () => {
    const time = createServiceTime(() => noon)
    for (const ahead of [0, 4 * minute, -4 * minute]) time.refused(date(noon + ahead))
    expect(time.now()).toBe(noon)
  })

  it('comes back when its clock has been set right', () => {
    let wall = noon - 60 * minute
    const time = createServiceTime(() => wall)
    time.refused(date(noon))
    wall = noon
    time.refused(date(noon))
    expect(time.now()).toBe(noon)
  })

  const endOfTime = 'Sat, 13 Sep 275760 00:00:00 GMT'

  it.each([undefined, '', 'yesterday', '-1e999', endOfTime])('does not follow the date %j', (date) => {
    const time = createServiceTime(() => noon)
    time.refused(date)
    expect(time.now()).toBe(noon)
  })
})
