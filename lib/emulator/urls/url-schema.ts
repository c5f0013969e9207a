import { z } from 'zod'

const words = (longest: number) => z.array(z.string().min(1).max(longest)).max(100)

/** What a function URL may be told of other sites: https://docs.aws.amazon.com/lambda/latest/api/API_Cors.html, 2026-11. */
export const corsSchema = z.object({
  AllowCredentials: z.exactOptional(z.boolean()),
  AllowHeaders: z.exactOptional(words(1_024)),
  AllowMethods: z.exactOptional(
    z.array(z.enum(['GET', 'PUT', 'HEAD', 'POST', 'PATCH', 'DELETE', '*'])).max(6),
  ),
  AllowOrigins: z.exactOptional(words(253)),
  ExposeHeaders: z.exactOptional(words(1_024)),
  MaxAge: z.exactOptional(z.int().min(0).max(86_400)),
})

/** Whether requests must be signed. */
export const authTypeSchema = z.enum(['NONE', 'AWS_IAM'])
