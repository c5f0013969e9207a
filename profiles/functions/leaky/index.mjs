// Loses ground with every call: leaves a file in its temporary files and keeps some memory, and never frees
// either. Fields of the event, all optional:
//   {"tmpMb": 12}    size of the file that stays behind
//   {"memoryMb": 1}  memory that is kept
//   {"holdMs": 300}  keeps the environment busy that long, without using the processor

import { randomUUID } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { withProbe } from 'coldburst/probe'

const bytesPerMb = 1024 * 1024
// Made once and written many times: writing shall not need more memory from call to call.
const megabyte = Buffer.alloc(bytesPerMb, 'leak')
const kept = []

export const handler = withProbe(async (event) => {
  const { tmpMb = 12, memoryMb = 1, holdMs = 0 } = event ?? {}
  // A random name: after a crash the files of the process before are still there, and must stay.
  leaveFile(join(tmpdir(), `leak-${randomUUID()}.bin`), tmpMb)
  // Filled, because the system gives memory only when it is written to.
  kept.push(Buffer.alloc(Math.round(memoryMb * bytesPerMb), 'leak'))
  if (holdMs > 0) await sleep(holdMs)
  return { files: tmpMb, memory: memoryMb, calls: kept.length }
})

function leaveFile(path, megabytes) {
  const file = openSync(path, 'wx')
  try {
    for (let written = 0; written < megabytes; written++) writeSync(file, megabyte)
  } finally {
    closeSync(file)
  }
}
