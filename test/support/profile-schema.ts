import { z } from 'zod'
import { profileSchema } from '../../lib/profile/schema.ts'

/** The JSON Schema (draft 7) of a profile, for editors, as the text of `profiles/profile.schema.json`. */
export function profileSchemaFile(): string {
  const schema = z.toJSONSchema(profileSchema, { target: 'draft-7', io: 'input' })
  return `${JSON.stringify({ ...schema, title: 'A coldburst profile' }, undefined, 2)}\n`
}
