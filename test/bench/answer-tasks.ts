/** What a process of the bench answers to a task. */
export type Answer =
  { readonly kind: 'done'; readonly result: unknown } | { readonly kind: 'failed'; readonly message: string }

/** In a process of the bench: does the tasks it is sent, which are of the type that `work` takes, and ends when its parent does. */
export function answerTasks(work: (task: never) => Promise<unknown>): void {
  const send = (answer: Answer): void => void process.send?.(answer)
  process.on('message', (task) => {
    work(task as never).then(
      (result) => send({ kind: 'done', result }),
      (error: unknown) =>
        send({
          kind: 'failed',
          message: error instanceof Error ? (error.stack ?? error.message) : String(error),
        }),
    )
  })
  process.on('disconnect', () => process.exit())
}
