import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // The SDK's warning about Node 20 would fall into every test that makes a client of its own.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    coverage: { include: ['cli/**/*.ts', 'lib/**/*.ts', 'reports/**/*.ts'] },
    projects: [
      {
        // The samples import the published name, which is there only after a build; the code behind it is this.
        resolve: {
          alias: { 'coldburst/probe': fileURLToPath(new URL('lib/probe/index.ts', import.meta.url)) },
        },
        // Properties draw many cases: on a busy machine they take longer than the usual five seconds.
        test: {
          name: 'unit',
          include: ['test/{unit,property,contract,golden}/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: './test/support/require-build.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Environments are real processes: two files at once would make each other's cold starts slow.
          fileParallelism: false,
        },
      },
    ],
  },
})
