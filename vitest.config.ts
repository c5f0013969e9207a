import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    coverage: { include: ['cli/**/*.ts', 'lib/**/*.ts', 'reports/**/*.ts'] },
    projects: [
      { test: { name: 'unit', include: ['test/{unit,property,contract,golden}/**/*.test.ts'] } },
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
