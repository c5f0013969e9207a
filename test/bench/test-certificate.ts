import { fileURLToPath } from 'node:url'
import type { Certificate } from './stub-servers.ts'

const folder = new URL('../../../test/fixtures/tls/', import.meta.url)

/** Of the name `localhost`, signed by itself, and used by tests alone. Seen from dist.bench/test/bench. */
export const testCertificate: Certificate = {
  certificate: fileURLToPath(new URL('certificate.pem', folder)),
  key: fileURLToPath(new URL('key.pem', folder)),
}
