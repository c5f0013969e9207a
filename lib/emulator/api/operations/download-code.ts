import { createReadStream } from 'node:fs'

import { CODE_PATH } from '../describe.ts'
import type { Operation } from '../operation.ts'
import { errorReply } from '../reply.ts'
import { codeNotFound } from '../service-error.ts'

export const downloadOperations: readonly Operation[] = [
  {
    name: 'DownloadCode',
    method: 'GET',
    path: `${CODE_PATH}{Id}`,
    async handle({ parameters }, { code }) {
      const zip = code.zipOf(parameters['Id'] ?? '')
      if (zip === undefined) return errorReply(codeNotFound())
      return {
        kind: 'streamed',
        status: 200,
        headers: { 'Content-Type': 'application/zip' },
        body: createReadStream(zip) as AsyncIterable<Buffer>,
      }
    },
  },
]
