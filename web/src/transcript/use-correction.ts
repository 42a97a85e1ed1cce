import type { RefObject } from 'react'
import { useSaveTranscript } from '../api/queries'
import type { CorrectedTranscript, EpisodeId } from '../api/types'
import type { Lost } from './SentencesPart'

export interface Ends {
  onSaved: () => void
  onLost: (lost: Lost) => void
  onClose: () => void
}

// Saves a correction from the editor that `inside` is a part of. The sentence may begin elsewhere afterwards, and the editor
// be gone before it hears of it: what comes of it is told all the same. While it is there, it says itself why it failed.
export function useCorrection(id: EpisodeId, inside: RefObject<HTMLElement | null>, { onSaved, onLost, onClose }: Ends) {
  const save = useSaveTranscript(id)
  const correct = (etag: string, body: CorrectedTranscript, what: string) => {
    const done = () => {
      onSaved()
      onClose()
    }
    const failed = (error: unknown) => {
      if (inside.current === null) onLost({ what: `${what} was not saved.`, error })
    }
    save.mutateAsync({ etag, body }).then(done, failed)
  }
  return { save, correct }
}
