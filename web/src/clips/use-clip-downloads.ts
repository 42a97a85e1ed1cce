import { useCallback, type MouseEvent } from 'react'
import { useClips } from '../api/queries'
import type { Clip, EpisodeId } from '../api/types'
import { isStale, startDownload } from './fresh-link'

type Pick = (clip: Clip) => string | null | undefined

export interface ClipDownloads {
  // The clip with links that still work.
  fresh: (clip: Clip) => Promise<Clip>
  start: (clip: Clip, pick: Pick) => void
  // For a link: lets a fresh one go its way and replaces a stale one.
  onClick: (clip: Clip, pick: Pick) => (event: MouseEvent) => void
}

export function useClipDownloads(id: EpisodeId): ClipDownloads {
  const { refetch } = useClips(id)

  const fresh = useCallback(
    async (clip: Clip) => {
      const answer = await refetch()
      return answer.data?.clips.find((each) => each.id === clip.id) ?? clip
    },
    [refetch],
  )

  const start = useCallback(
    (clip: Clip, pick: Pick) => {
      const url = pick(clip)
      if (!url) return
      if (!isStale(url, Date.now())) startDownload(url)
      else void fresh(clip).then((renewed) => startDownload(pick(renewed) ?? url))
    },
    [fresh],
  )

  const onClick = useCallback(
    (clip: Clip, pick: Pick) => (event: MouseEvent) => {
      if (!isStale(pick(clip) ?? '', Date.now())) return
      event.preventDefault()
      start(clip, pick)
    },
    [start],
  )

  return { fresh, start, onClick }
}
