import { execFileSync } from 'node:child_process'

/** End-to-end tests run the built CLI, so they build it when sources are newer. */
export default function setup(): void {
  execFileSync(process.execPath, ['cli/setup.mjs'], { stdio: 'inherit' })
}
