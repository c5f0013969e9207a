import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** An empty folder that is gone after the test. Its path has no symbolic links in it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'coldburst-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
