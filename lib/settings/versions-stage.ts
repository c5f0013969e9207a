import type { Setting } from '../model/comparison-plan.ts'
import type { Bench } from './bench.ts'
import { contentOf } from './content.ts'
import { makeAlias } from './make-alias.ts'
import { aliasName, nonce } from './marks.ts'
import type { PatientPlane } from './patient-plane.ts'
import { needed, SettingRefused } from './refusals.ts'
import { versionReady } from './settle.ts'
import type { Need, Placed, Placement, Stage } from './stage.ts'

/**
 * Each setting as versions of its own behind temporary aliases. `$LATEST` is changed only while versions are
 * published, and put back before anything is measured.
 */
export function versionsStage(bench: Bench): Stage {
  const { id, name, was, home, latest, book, say } = bench
  /** What no request for a fresh place has been given yet. */
  const unused = new Map<string, Placement[]>()
  /** How many of those are for the forced cold starts that are still to come. */
  const reserved = new Map<string, number>()
  /** Where each setting's warm blocks are fired, and how many were. */
  const homes = new Map<string, Home[]>()
  let made = 0
  let kept = false

  /** Versions of one setting, of which none can be invoked by name yet. */
  async function publishAll(
    plane: PatientPlane,
    setting: Setting,
    count: number,
    onVersion: () => void,
  ): Promise<Made[]> {
    const versions: Made[] = []
    for (let i = 0; i < count; i += 1) {
      made += 1
      const content = contentOf(was, setting, nonce(id, made))
      await latest.change(plane, content)
      const { version, ours } = await latest.publish(plane, 'setting', content.description)
      if (!ours || versions.some((one) => one.version === version)) {
        throw new SettingRefused(`Lambda made no new version of it, but gave version ${version}`)
      }
      versions.push({ number: made, version, memoryMb: content.memoryMb })
      onVersion()
    }
    return versions
  }

  /** Waits until a version can be invoked, and gives it its alias. */
  async function place(plane: PatientPlane, setting: Setting, { number, version, memoryMb }: Made) {
    const ready = await versionReady(plane, version, say)
    if (ready.state === 'Failed') {
      throw new SettingRefused(`version ${version} failed: ${ready.stateReason ?? 'no reason given'}`)
    }
    const qualifier = aliasName(id, number)
    await makeAlias(plane, book, qualifier, version)
    const placements = unused.get(setting.name) ?? []
    unused.set(setting.name, [...placements, { kind: 'placed', qualifier, version, memoryMb }])
  }

  async function add(
    plane: PatientPlane,
    needs: readonly Need[],
    onVersion: () => void = () => undefined,
  ): Promise<void> {
    if (!kept) await bench.keepOriginal(plane)
    kept = true
    const published: { readonly setting: Setting; readonly versions: readonly Made[] }[] = []
    for (const need of needs) {
      const { setting } = need
      const versions = await bench.attempt(setting, () =>
        publishAll(plane, setting, versionsFor(need), onVersion),
      )
      if ('length' in versions) published.push({ setting, versions })
    }
    await needed('$LATEST could not be set to what it was', async () => latest.change(plane, home))
    for (const { setting, versions } of published) {
      await bench.attempt(setting, async () => {
        for (const one of versions) await place(plane, setting, one)
      })
    }
  }

  return {
    get calls() {
      return bench.calls
    },
    found: [],
    newAlias: bench.newAlias,
    current: bench.current,
    async prepare(needs, signal, tell) {
      const possible = needs.filter(({ setting }) => bench.refusalOf(setting) === undefined)
      // Code is sent once for each architecture, and those that have it already come first.
      const inOrder = possible.toSorted((a, b) => moved(a.setting) - moved(b.setting))
      const planned = inOrder.reduce((sum, need) => sum + versionsFor(need), 0)
      for (const { setting, fresh } of inOrder) reserved.set(setting.name, fresh)
      say(`publishing ${planned} ${planned === 1 ? 'version' : 'versions'} of ${name}`)
      let published = 0
      const onVersion = (): void => tell?.({ published: (published += 1), planned })
      await bench.working(signal, (plane) => add(plane, inOrder, onVersion))
    },
    place: (setting, fresh, signal) =>
      bench.working(signal, async (plane): Promise<Placed> => {
        const had = take(setting, fresh)
        if (had !== undefined) return had
        const known = bench.refusalOf(setting)
        if (known === undefined) await add(plane, [{ setting, fresh: 1 }])
        const why = bench.refusalOf(setting)
        return why === undefined ? taken(take(setting, fresh)) : { kind: 'refused', why }
      }),
    putBack: () => bench.putBack(),
  }

  function take({ name }: Setting, fresh: boolean): Placement | undefined {
    const served = homes.get(name) ?? []
    const home = leastUsed(served)
    const waiting = unused.get(name) ?? []
    const kept = reserved.get(name) ?? 0
    // What a cold burst has left warm comes first, then what nobody has called and no cold burst will want.
    const wantsNew = fresh || home === undefined || (home.uses > 0 && waiting.length > kept)
    if (!wantsNew) {
      home.uses += 1
      return home.placement
    }
    const [next, ...rest] = waiting
    if (next === undefined) return undefined
    if (fresh) reserved.set(name, Math.max(0, kept - 1))
    unused.set(name, rest)
    homes.set(name, [...served, { placement: next, uses: fresh ? 0 : 1 }])
    return next
  }

  function moved({ architecture = was.architecture }: Setting): number {
    return architecture === was.architecture ? 0 : 1
  }
}

/** A version that a cold burst was fired at serves warm blocks, too. */
const versionsFor = ({ fresh, warm = 1 }: Need): number => Math.max(1, fresh, warm)

interface Home {
  readonly placement: Placement
  uses: number
}

/**
 * Hosts are not all as fast, and an environment stays on its own: warm blocks that all came from one would show
 * the host and not the setting.
 */
const leastUsed = (homes: readonly Home[]): Home | undefined =>
  homes.reduce<Home | undefined>((best, home) => (best && best.uses <= home.uses ? best : home), undefined)

interface Made {
  readonly number: number
  readonly version: string
  readonly memoryMb: number
}

function taken(placement: Placement | undefined): Placement {
  if (placement === undefined) throw new Error('a version was made, and there is none')
  return placement
}
