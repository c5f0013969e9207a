import { availableParallelism, freemem } from 'node:os'

import { createEventDelivery } from './events/event-delivery.ts'
import { createFleet } from './fleet/fleet.ts'
import { openApi } from './api/server.ts'
import { openEnvironment } from './environment/open-environment.ts'
import { createCarryOut } from './functions/carry-out.ts'
import { createCodeStore } from './functions/code-store.ts'
import { addConfigured } from './functions/configured.ts'
import { holdingCode } from './functions/hold-code.ts'
import { createRegistry } from './functions/registry.ts'
import { qualifiersOf } from './functions/versions.ts'
import { createLogForwarder, type ForwarderHost } from './logs/forward-logs.ts'
import { createLogStore } from './logs/log-store.ts'
import { createPlacement } from './fleet/placement.ts'
import type { RoomLimits } from './pool/room.ts'
import { availableBytes } from './resources/proc/proc-files.ts'
import type { Mechanism } from './resources/mechanism.ts'
import { openResources } from './resources/resources.ts'
import type { EmulatorConfig, EmulatorStats, FunctionUrlAddress, LogMessage } from './protocol.ts'
import { openTruthLog } from './fleet/truth-log.ts'
import { createRequestIds } from './simulated/request-ids.ts'
import { createSimulatedHost } from './simulated/simulated-host.ts'
import { createTimeline } from './simulated/timeline.ts'
import { createFunctionUrls, openConfiguredUrls } from './urls/function-urls.ts'
import { startWarden } from './warden/warden.ts'

export interface Emulator {
  /** http://127.0.0.1:PORT */
  readonly endpoint: string
  /** Of the functions that have one from the start. */
  readonly urls: readonly FunctionUrlAddress[]
  readonly mechanisms: readonly Mechanism[]
  stats(): EmulatorStats
  /** Resolves when the provisioned concurrency of its functions is there, or can't be. */
  untilProvisioned(): Promise<void>
  /** Ends all environments, removes their files and stops listening. */
  close(): Promise<EmulatorStats>
}

/**
 * Starts a local Lambda in this process; rejects with the system's error when the port can't be had. What
 * functions log goes to `tell` too, where the configuration asks for it.
 */
export async function startEmulator(config: EmulatorConfig, tell: TellLogs): Promise<Emulator> {
  const truth = openTruthLog(config.truthLog)
  const warden = startWarden()
  const resources = await openResources(config, warden).catch((error: unknown) => {
    warden.close()
    truth.close()
    throw error
  })
  const settings = { ...config, ...roomOf(config) }
  const placement = createPlacement(2 * availableParallelism())
  const path = process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin'
  const logs = createLogStore()
  const forwarder = config.forwardLogs ? createLogForwarder(forwarderHost(tell)) : undefined
  if (forwarder !== undefined) logs.onEvent = forwarder.take
  const host = { region: config.region, path, placement, warden, resources, logs }
  const code = createCodeStore(warden)
  const simulated = createSimulatedHost(config, createTimeline(), logs)
  const requestIds = createRequestIds(config.seed)
  const open = holdingCode(code, (deployment, type) => openEnvironment(deployment, type, host, simulated))
  const fleet = createFleet(settings, open, truth)
  const carryOut = createCarryOut(fleet, code)
  const registry = createRegistry(config, (before, after) => {
    carryOut(before, after)
    if (before === undefined) return
    const qualifiers = after === undefined ? [] : qualifiersOf(after)
    events.keepOnly(before.name, qualifiers)
    void urls.keepOnly(before.name, qualifiers)
  })
  const stats = (): EmulatorStats => {
    const ofFleet = fleet.stats()
    const logEventsDropped = logs.dropped
    return {
      ...ofFleet,
      ...events.stats(),
      logEventsDropped,
      cpuSeconds: ofFleet.cpuSeconds + ownCpuSeconds(),
    }
  }
  const warn = (text: string): void => process.emitWarning(text)
  const { region, asyncRetryMs: retryMs } = config
  const events = createEventDelivery({ region, retryMs, fleet, registry, requestIds, warn })
  const urls = createFunctionUrls({ host: config.host, region, fleet, registry, requestIds })
  const release = async (): Promise<void> => {
    events.close()
    registry.close()
    await fleet.close()
    await code.close()
    await urls.close()
    forwarder?.flush()
    await resources.close()
    warden.close()
    truth.close()
  }
  try {
    await addConfigured(config, registry, code)
    await openConfiguredUrls(urls, config.functions)
    const api = await openApi({ config, registry, fleet, code, requestIds, logs, events, urls })
    return {
      endpoint: api.endpoint,
      urls: urls.addresses(),
      mechanisms: resources.mechanisms,
      stats,
      untilProvisioned: () => fleet.untilProvisioned(),
      async close() {
        await release()
        await api.close()
        return stats()
      },
    }
  } catch (error) {
    await release()
    throw error
  }
}

/** Calls `done` when the message has been taken over. */
type TellLogs = (message: LogMessage, done: () => void) => void

function forwarderHost(tell: TellLogs): ForwarderHost {
  const later = (run: () => void, ms: number): void => void setTimeout(run, ms).unref()
  return { send: tell, now: () => performance.now(), later }
}

/** As many as the user says, else as many as fit into three quarters of what is available: 16 to 1,000. */
function roomOf({ maxEnvironments }: EmulatorConfig): RoomLimits {
  if (maxEnvironments !== undefined) return { maxEnvironments }
  const availableMb = (availableBytes() ?? freemem()) / 1_048_576
  return { maxEnvironments: 1_000, roomFor: { megabytes: 0.75 * availableMb, anyway: 16 } }
}

function ownCpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000_000
}
