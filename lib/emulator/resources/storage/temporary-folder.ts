import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

import type { Warden } from '../../warden/warden.ts'

/** The temporary files of one environment; they outlive its processes and go with it. */
export interface TemporaryFolder {
  readonly path: string
  remove(): Promise<void>
}

export function createTemporaryFolder(warden: Warden): TemporaryFolder {
  // Absolute: functions and the warden run in other folders than this process.
  const path = mkdtempSync(join(resolve(tmpdir()), 'coldburst-env-'))
  warden.guard({ folder: path })
  return {
    path,
    async remove() {
      try {
        await rm(path, { recursive: true, force: true, maxRetries: 3 })
        warden.release({ folder: path })
      } catch {
        // A process that left its group still writes there: the warden tries again at the end.
      }
    },
  }
}
