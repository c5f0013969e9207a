#!/usr/bin/env node
import { processContext } from './context.ts'
import { runCli } from './run-cli.ts'

// The SDK would print a warning about Node's version into every run on Node 20.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true'

process.exitCode = await runCli(processContext())
