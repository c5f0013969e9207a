import { describe, expect, it } from 'vitest'
import { emptyRoom, Room } from '../../../lib/engine/room.ts'

describe('the room for invocations in flight', () => {
  it('has as many places as it was made with, and gives one again that was left', () => {
    const room = new Room(2)
    expect([room.enter(), room.enter(), room.enter()]).toEqual([true, true, false])
    room.leave()
    expect([room.enter(), room.enter()]).toEqual([true, false])
  })

  it('lets in whom it must, and then nobody else', () => {
    const room = new Room(1)
    room.squeezeIn()
    room.squeezeIn()
    expect([room.enter(), room.peak]).toEqual([false, 2])
    room.leave()
    expect(room.enter()).toBe(false)
  })

  it('knows how full it was, whoever was in it', () => {
    const taken = emptyRoom()
    const [here, there] = [new Room(9, taken), new Room(9, taken)]
    for (const room of [here, there, here]) room.enter()
    here.leave()
    there.enter()
    expect([here.peak, there.peak]).toEqual([3, 3])
  })

  it('is one for all that share it', () => {
    const taken = emptyRoom()
    const [here, there] = [new Room(1, taken), new Room(1, taken)]
    expect([here.enter(), there.enter()]).toEqual([true, false])
    here.leave()
    expect([there.enter(), here.enter()]).toEqual([true, false])
  })
})
