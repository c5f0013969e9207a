import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const lib = new URL('../../../../lib/', import.meta.url)

/** The packages that a module brings with it when it is loaded, by whatever way. */
function packagesOf(path: string): readonly string[] {
  const seen = new Set<string>()
  const packages = new Set<string>()
  const visit = (module: URL): void => {
    if (seen.has(module.href)) return
    seen.add(module.href)
    for (const name of importsOf(readFileSync(module, 'utf8'))) {
      if (name.startsWith('.')) visit(new URL(name, module))
      else packages.add(name)
    }
  }
  visit(new URL(path, lib))
  return [...packages].toSorted()
}

/** What is imported for more than its types. `import()` is not: it loads nothing until it runs. */
function importsOf(source: string): readonly string[] {
  const statements = source.matchAll(
    /^(?:import|export) (?!type\b)(?:(?:\w+|\* as \w+|\{[^}]*\}),? )*(?:from )?'([^']+)'/gm,
  )
  return [...statements].map(([, name = '']) => name)
}

describe('what a firing thread loads', () => {
  it('has no AWS SDK in it with the lean transport: that takes a fifth of a second', () => {
    const packages = packagesOf('targets/lambda/lean-target.ts')
    expect(packages).toContain('node:crypto')
    expect(packages).toContain('node:tls')
    expect(packages.filter((name) => !name.startsWith('node:') && name !== 'p-limit')).toEqual([])
  })

  it('has the AWS SDK in it with the transport of that name', () => {
    expect(packagesOf('targets/lambda/sdk-target.ts')).toContain('@aws-sdk/client-lambda')
  })

  it('has neither in it before the transport is known', () => {
    const packages = packagesOf('engine/firing-thread.ts')
    expect(packages).toContain('node:worker_threads')
    expect(packages.filter((name) => name.startsWith('@'))).toEqual([])
  })
})
