import { join } from 'node:path'
import { isSent, type Sent } from '../../lib/model/observation.ts'
import { readShare } from '../../lib/store/observation-reader.ts'
import { shareFileName } from '../../lib/store/share-file.ts'

/** What coldburst stored of the invocations it sent from one thread, and how many it dropped. */
export async function observationsOf(folder: string): Promise<{ sent: Sent[]; dropped: number }> {
  const sent: Sent[] = []
  let dropped = 0
  for await (const batch of readShare(join(folder, shareFileName(0)), { damaged: 0 })) {
    for (const observation of batch) {
      if (isSent(observation)) sent.push(observation)
      else dropped += 1
    }
  }
  return { sent, dropped }
}
