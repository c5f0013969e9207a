import { afterAll } from 'vitest'

import type { Environment, InitializationType } from '../../lib/emulator/environment/environment.ts'
import type { Call, Served } from '../../lib/emulator/environment/invocation.ts'
import type * as OpenEnvironment from '../../lib/emulator/environment/open-environment.ts'
import type * as LogStoreModule from '../../lib/emulator/logs/log-store.ts'
import type * as PlacementModule from '../../lib/emulator/fleet/placement.ts'
import type { ProcessFunction } from '../../lib/emulator/protocol.ts'
import type * as ResourcesModule from '../../lib/emulator/resources/resources.ts'
import type * as SimulatedHostModule from '../../lib/emulator/simulated/simulated-host.ts'
import type * as WardenModule from '../../lib/emulator/warden/warden.ts'

export interface BuiltEnvironments {
  /** Makes one of version 7; it is shut down with the test file. */
  open(this: void, fn: ProcessFunction, type?: InitializationType): Promise<Environment>
}

/** Environments of the built emulator in this process, without the fleet and the wire in front of them. */
export async function builtEnvironments(): Promise<BuiltEnvironments> {
  const { openEnvironment } = (await built('environment/open-environment')) as typeof OpenEnvironment
  const { startWarden } = (await built('warden/warden')) as typeof WardenModule
  const { createPlacement } = (await built('fleet/placement')) as typeof PlacementModule
  const { createLogStore } = (await built('logs/log-store')) as typeof LogStoreModule
  const { openResources } = (await built('resources/resources')) as typeof ResourcesModule
  const warden = startWarden()
  const means = { cpu: 'auto', memory: 'auto', ephemeralStorage: 'auto' } as const
  const resources = await openResources({ ...means, functions: [] }, warden)
  const host = {
    region: 'us-east-1',
    path: process.env['PATH'] ?? '',
    placement: createPlacement(4),
    warden,
    resources,
    logs: createLogStore(),
  }
  const { createSimulatedHost } = (await built('simulated/simulated-host')) as typeof SimulatedHostModule
  const simulated = createSimulatedHost({ seed: 1 })
  const opened: Environment[] = []
  afterAll(async () => {
    await Promise.all(opened.map((environment) => environment.shutDown()))
    await resources.close()
    warden.close()
  })
  return {
    async open(fn, type = 'provisioned-concurrency') {
      const environment = await openEnvironment({ id: fn.name, version: '7', fn }, type, host, simulated)
      opened.push(environment)
      return environment
    },
  }
}

export interface CallServed {
  readonly served: Served
  readonly log: string
  /** The answer's payload, which may be empty. */
  readonly text: string
}

let requests = 0

/** Calls an environment with a request id of its own, and asks for the log. */
export async function serve(
  environment: Environment,
  event: object = {},
  more: Partial<Call> = {},
): Promise<CallServed> {
  requests += 1
  const served = await environment.serve({
    requestId: `r-${requests}`,
    payload: Buffer.from(JSON.stringify(event)),
    invokedArn: 'arn:aws:lambda:us-east-1:000000000000:function:f:7',
    tail: true,
    onAnswer: () => undefined,
    ...more,
  })
  return { served, log: served.tail?.toString() ?? '', text: served.answer.payload.toString() }
}

function built(name: string): Promise<unknown> {
  return import(new URL(`../../dist/lib/emulator/${name}.js`, import.meta.url).href)
}
