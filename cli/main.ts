#!/usr/bin/env node
import { processContext } from './context.ts'
import { runCli } from './run-cli.ts'

process.exitCode = await runCli(processContext())
