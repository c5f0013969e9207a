import { z } from 'zod'

import type { CodeStore, HeldCode } from '../../functions/code-store.ts'
import { BadZip } from '../../functions/extract-zip.ts'
import { invalidParameter, Refusal } from '../service-error.ts'

/** What AWS takes of a request with code in it: 50 MB in base64, and a little. */
export const CODE_REQUEST_BYTES = 70_167_211

/** The members of a request that say where the code is. */
export const codeMembers = {
  ZipFile: z.string().optional(),
  S3Bucket: z.string().optional(),
  S3Key: z.string().optional(),
  S3ObjectVersion: z.string().optional(),
  ImageUri: z.string().optional(),
  SourceKMSKeyArn: z.string().optional(),
}

const code = z.object(codeMembers)

/** Unpacks what was sent; throws Refusal with AWS's words when it is no zip, or not sent with the request. */
export async function unpackUpload(asked: z.infer<typeof code>, store: CodeStore): Promise<HeldCode> {
  const { ZipFile, S3Bucket, S3Key, ImageUri } = asked
  if (S3Bucket !== undefined || S3Key !== undefined || ImageUri !== undefined) {
    const problem = 'The local Lambda takes code as ZipFile only: it has neither S3 nor container images.'
    throw new Refusal(invalidParameter(problem))
  }
  if (ZipFile === undefined) throw new Refusal(invalidParameter('Please provide a source for function code.'))
  const zip = Buffer.from(ZipFile, 'base64')
  if (zip.length > MOST_ZIP_BYTES) {
    throw new Refusal(invalidParameter(`Zipped size must be smaller than ${MOST_ZIP_BYTES} bytes`))
  }
  try {
    return await store.unpack(zip)
  } catch (error) {
    if (!(error instanceof BadZip)) throw error
    throw new Refusal(
      invalidParameter(
        error.message.startsWith('Unzipped size') ? error.message : `${NO_ZIP} (${error.message})`,
      ),
    )
  }
}

const MOST_ZIP_BYTES = 52_428_800
const NO_ZIP = 'Could not unzip uploaded file. Please check your file, then try to upload again.'
