import { useHistoryState } from 'wouter/use-browser-location'
import styles from './episode.module.css'

// What the history keeps for whoever is taken to an episode and should know why. Said until they go on from there.
export const wasHere = { note: 'This episode is here already, so nothing was added.' }
export const noSuchClip = {
  note: 'That clip is not here. It may have been made anew after a correction, or the address is incomplete. These are the clips there are.',
}

export function ArrivalNote() {
  const state: unknown = useHistoryState()
  if (typeof state !== 'object' || state === null || !('note' in state)) return null
  return (
    <p role="status" className={styles.notice}>
      {String(state.note)}
    </p>
  )
}
