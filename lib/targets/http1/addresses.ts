import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'

/** Which address of a host to try first, and which after it. */
export interface Addresses {
  /** All of them, in the order to try them in. Rejects when the name can't be resolved. */
  inOrder(): Promise<readonly string[]>
  /** Tells that a connection to `address` could not be opened: it is tried last for a while. */
  failed(address: string): void
}

interface Found {
  readonly until: number
  readonly addresses: Promise<readonly string[]>
  readonly bad: Set<string>
}

/**
 * Resolves `hostname` at most once in 10 s, so that a thousand connections are not a thousand look-ups in
 * Node's four threads for them, and goes round the addresses that the resolver prefers, as look-ups of their
 * own would. Those of the other address family are for when the preferred ones fail. `now` is in ms.
 */
export function createAddresses(
  hostname: string,
  resolve = resolveAll,
  now = (): number => performance.now(),
): Addresses {
  if (isIP(hostname)) return { inOrder: async () => [hostname], failed: () => undefined }
  let found: Found | undefined
  let turn = 0
  return {
    async inOrder() {
      if (!found || now() >= found.until) {
        const fresh = { until: now() + lifetime, addresses: resolve(hostname), bad: new Set<string>() }
        found = fresh
        // The next one asks again: a failure is not kept.
        fresh.addresses.catch(() => found === fresh && (found = undefined))
      }
      const { addresses, bad } = found
      return ordered(await addresses, bad, turn++)
    },
    failed: (address) => void found?.bad.add(address),
  }
}

const lifetime = 10_000

async function resolveAll(hostname: string): Promise<readonly string[]> {
  const found = await lookup(hostname, { all: true })
  return found.map(({ address }) => address)
}

function ordered(addresses: readonly string[], bad: ReadonlySet<string>, turn: number): readonly string[] {
  const good = addresses.filter((address) => !bad.has(address))
  const family = isIP(good[0] ?? '')
  const preferred = good.filter((address) => isIP(address) === family)
  const others = good.filter((address) => isIP(address) !== family)
  const first = turn % Math.max(1, preferred.length)
  return [
    ...preferred.slice(first),
    ...preferred.slice(0, first),
    ...others,
    ...addresses.filter((address) => bad.has(address)),
  ]
}
