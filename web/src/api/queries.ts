import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import {
  cancelEpisode,
  deleteEpisode,
  fetchClips,
  fetchClipWords,
  fetchEpisode,
  fetchEpisodes,
  fetchPeaks,
  fetchQueue,
  fetchTranscript,
  fetchUploadTerms,
  fetchUploadState,
  listenInstead,
  pauseQueue,
  retryEpisode,
  saveTitle,
  saveTranscript,
} from './endpoints'
import { keys } from './keys'
import { isOver, pollInterval, transcriptInterval, type Heard } from './progress-policy'
import { asTrouble } from './trouble'
import type { ClipId, Clips, CorrectedTranscript, Episode, EpisodeId, Queue } from './types'
import { isHidden } from './use-hidden'

// Signed links live 600 s; clips are asked for again a good while before.
const signedFreshMs = 8 * 60_000

// The episode as a whole, asked for again whenever its progress says something new.
export function useEpisode(id: EpisodeId, heard: Heard | undefined) {
  const client = useQueryClient()
  const known = heard !== undefined && heard !== 'not yet'
  const version = known ? `${heard.progress.stage} ${heard.progress.updated_at}` : ''
  const over = known && isOver(heard.progress.stage)
  useEffect(() => {
    // A question under way is news enough until the end; its answer may be from before the end.
    if (version !== '') void client.invalidateQueries({ queryKey: keys.episode(id) }, { cancelRefetch: over })
  }, [client, id, version, over])
  const wasAtWork = useRef(false)
  useEffect(() => {
    // Clips that were there before have been made again, after a correction.
    if (over && wasAtWork.current) void client.invalidateQueries({ queryKey: keys.clips(id) }, { cancelRefetch: false })
    wasAtWork.current = known && !over
  }, [client, id, known, over])
  return useQuery({
    queryKey: keys.episode(id),
    queryFn: ({ signal }) => fetchEpisode(id, signal),
    enabled: known,
  })
}

export function useEpisodes() {
  return useQuery({
    queryKey: keys.episodes,
    queryFn: ({ signal }) => fetchEpisodes(signal),
    refetchInterval: (query) => {
      const working = query.state.data?.filter((episode) => !isOver(episode.status)) ?? []
      if (query.state.status === 'error' || working.length === 0) return false
      return Math.min(...working.map((episode) => pollInterval(episode.status, isHidden()) || 2000))
    },
  })
}

// Who is worked on and who waits, while `watching`; null on a server that has no say in it.
export function useQueue(watching: boolean): Queue | null {
  const queue = useQuery({
    queryKey: keys.queue,
    queryFn: ({ signal }) => fetchQueue(signal),
    enabled: watching,
    refetchInterval: (query) => (query.state.status === 'error' ? false : pollInterval('queued', isHidden())),
  })
  return watching ? (queue.data ?? null) : null
}

export function usePauseQueue() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: pauseQueue,
    onSuccess: async (queue) => {
      // What was asked before would come after.
      await client.cancelQueries({ queryKey: keys.queue })
      client.setQueryData<Queue | null>(keys.queue, queue)
    },
  })
}

// How much of an upload that was left unfinished has arrived; null when the server knows nothing of it any more.
export function useUploadState(url: string) {
  return useQuery({
    queryKey: ['upload', url],
    queryFn: ({ signal }) => fetchUploadState(url, signal),
    staleTime: 0,
  })
}

export function useClips(id: EpisodeId) {
  const client = useQueryClient()
  return useQuery({
    queryKey: keys.clips(id),
    queryFn: async ({ signal }) => {
      try {
        return await fetchClips(id, signal)
      } catch (error) {
        // Not ready, though the episode was complete: it isn't any more, and its progress says why.
        if (asTrouble(error).status === 202) void client.invalidateQueries({ queryKey: keys.progress(id) })
        throw error
      }
    },
    staleTime: signedFreshMs,
  })
}

export function usePeaks(id: EpisodeId) {
  return useQuery({ queryKey: keys.peaks(id), queryFn: ({ signal }) => fetchPeaks(id, signal), staleTime: Infinity })
}

export function useTranscript(id: EpisodeId, everyMs: number | false) {
  return useQuery({
    queryKey: keys.transcript(id),
    queryFn: ({ signal }) => fetchTranscript(id, signal),
    refetchInterval: (query) => {
      if (everyMs === false || query.state.status === 'error') return false
      return transcriptInterval(everyMs, query.state.data?.words.length ?? 0)
    },
  })
}

export function useClipWords(id: ClipId) {
  return useQuery({ queryKey: keys.words(id), queryFn: ({ signal }) => fetchClipWords(id, signal), staleTime: Infinity })
}

export function useUploadTerms() {
  const terms = useQuery({
    queryKey: ['upload-terms'],
    queryFn: ({ signal }) => fetchUploadTerms(signal),
    staleTime: Infinity,
    retry: false,
  })
  return terms.data ?? null
}

export function useUploadLimit() {
  return useUploadTerms()?.limit ?? null
}

export function useDeleteEpisode() {
  const client = useQueryClient()
  return useMutation({
    // One that somebody else has deleted meanwhile is as gone as it was meant to be.
    mutationFn: (id: EpisodeId) =>
      deleteEpisode(id).catch((error: unknown) => {
        if (!asTrouble(error).notFound) throw error
      }),
    onSuccess: (_, id) => {
      client.setQueryData<Episode[]>(keys.episodes, (before) => before?.filter((episode) => episode.id !== id))
      void client.invalidateQueries({ queryKey: keys.episodes })
    },
  })
}

export function useRetryEpisode() {
  return useOrder(retryEpisode)
}

export function useListenInstead() {
  return useOrder(listenInstead)
}

// Stops the work on an episode and keeps the episode.
export function useCancelEpisode() {
  return useOrder(cancelEpisode)
}

// An order about the work on an episode; afterwards its progress is asked for at once.
function useOrder(order: (id: EpisodeId) => Promise<void>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: order,
    onSettled: async (_, __, id) => {
      await client.refetchQueries({ queryKey: keys.progress(id) })
      void client.invalidateQueries({ queryKey: keys.episodes })
      void client.invalidateQueries({ queryKey: keys.queue })
    },
  })
}

export function useSaveTitle(episode: EpisodeId) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ clip, title }: { clip: ClipId; title: string }) => saveTitle(clip, title),
    onSuccess: (title, { clip }) => {
      client.setQueryData<Clips>(keys.clips(episode), (before) =>
        before && { ...before, clips: before.clips.map((each) => (each.id === clip ? { ...each, title } : each)) },
      )
      // An answer that is under way may still have the old title.
      if (client.isFetching({ queryKey: keys.clips(episode) })) void client.invalidateQueries({ queryKey: keys.clips(episode) })
    },
  })
}

// Saves a correction of the transcript that is shown. The episode is worked on again afterwards, and its clips change.
export function useSaveTranscript(id: EpisodeId) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ etag, body }: { etag: string; body: CorrectedTranscript }) => saveTranscript(id, etag, body),
    onSuccess: async (transcript) => {
      await client.cancelQueries({ queryKey: keys.transcript(id) })
      client.setQueryData(keys.transcript(id), transcript)
      await client.invalidateQueries({ queryKey: keys.clips(id), refetchType: 'none' })
      await client.invalidateQueries({ queryKey: keys.everyWords, refetchType: 'none' })
      // It is saved, whenever the answers to these come.
      void client.invalidateQueries({ queryKey: keys.progress(id) })
      void client.invalidateQueries({ queryKey: keys.episodes })
    },
  })
}

export function useForgetEpisode() {
  const client = useQueryClient()
  return (id: EpisodeId) => {
    for (const key of [keys.progress(id), keys.episode(id), keys.clips(id), keys.transcript(id), keys.peaks(id)]) {
      client.removeQueries({ queryKey: key })
    }
  }
}
