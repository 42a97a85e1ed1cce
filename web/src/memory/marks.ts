import { useCallback, useState } from 'react'
import type { ClipId, EpisodeId } from '../api/types'
import { recall, remember } from './shelf'

export type Mark = 'kept' | 'set aside'
type Marks = Readonly<Record<ClipId, Mark>>

// Which clips this visitor keeps or sets aside. It stays in this browser and changes nothing on the server.
export function useMarks(episode: EpisodeId) {
  const key = `marks.${episode}`
  const [marks, setMarks] = useState<Marks>(() => recall<Marks>(key, {}))

  const mark = useCallback(
    (clip: ClipId, wanted: Mark | null) => {
      setMarks((before) => {
        // Another tab may have marked others meanwhile.
        const rest = Object.entries(recall(key, before)).filter(([id]) => id !== clip)
        const after = Object.fromEntries(wanted === null ? rest : [...rest, [clip, wanted]]) as Marks
        remember(key, after)
        return after
      })
    },
    [key],
  )

  return { marks, mark }
}
