import type { Context } from './context.ts'

/** Asks a question of yes and no. Only a clear yes is one, and where nobody answers it is no. */
export async function agrees(
  context: Pick<Context, 'ask'>,
  question: string,
  givenUp?: AbortSignal,
): Promise<boolean> {
  const answer = await context.ask(`${question} [y/N] `, givenUp)
  return answer !== undefined && /^y(es)?$/i.test(answer.trim())
}
