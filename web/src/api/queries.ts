import { useMutation, useQuery, useQueryClient, type Query } from '@tanstack/react-query'
import { useEffect } from 'react'
import {
  deleteEpisode,
  fetchClips,
  fetchClipWords,
  fetchEpisode,
  fetchEpisodes,
  fetchPeaks,
  fetchProgress,
  fetchTranscript,
  fetchUploadLimit,
  retryEpisode,
  saveTitle,
} from './endpoints'
import { isOver, pollInterval, stageOf, type Heard } from './progress-policy'
import type { ClipId, Clips, Episode, EpisodeId } from './types'

// Signed links live 600 s; clips are asked for again a good while before.
const signedFreshMs = 8 * 60_000

const keys = {
  episodes: ['episodes'] as const,
  episode: (id: EpisodeId) => ['episode', id] as const,
  progress: (id: EpisodeId) => ['progress', id] as const,
  clips: (id: EpisodeId) => ['clips', id] as const,
  peaks: (id: EpisodeId) => ['peaks', id] as const,
  transcript: (id: EpisodeId) => ['transcript', id] as const,
  words: (id: ClipId) => ['words', id] as const,
}

function hidden(): boolean {
  return document.visibilityState === 'hidden'
}

// Polls by the policy in progress-policy.ts and stops at completed, error, not found or too many failures.
export function useProgress(id: EpisodeId) {
  return useQuery<Heard>({
    queryKey: keys.progress(id),
    queryFn: ({ signal }) => fetchProgress(id, signal),
    staleTime: 0,
    refetchInterval: nextQuestion,
    refetchIntervalInBackground: true,
    refetchOnWindowFocus: (query) => nextQuestion(query) !== false,
  })
}

function nextQuestion(query: Query<Heard>): number | false {
  return query.state.status === 'error' ? false : pollInterval(stageOf(query.state.data), hidden())
}

// The episode as a whole, asked for again whenever its progress says something new.
export function useEpisode(id: EpisodeId, heard: Heard | undefined) {
  const client = useQueryClient()
  const known = heard !== undefined && heard !== 'not yet'
  const version = known ? `${heard.progress.stage} ${heard.progress.updated_at}` : ''
  useEffect(() => {
    if (version !== '') void client.invalidateQueries({ queryKey: keys.episode(id) }, { cancelRefetch: false })
  }, [client, id, version])
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
      return Math.min(...working.map((episode) => pollInterval(episode.status, hidden()) || 2000))
    },
  })
}

export function useClips(id: EpisodeId) {
  return useQuery({
    queryKey: keys.clips(id),
    queryFn: ({ signal }) => fetchClips(id, signal),
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
    refetchInterval: (query) => (query.state.status === 'error' ? false : everyMs),
  })
}

export function useClipWords(id: ClipId) {
  return useQuery({ queryKey: keys.words(id), queryFn: ({ signal }) => fetchClipWords(id, signal), staleTime: Infinity })
}

export function useUploadLimit() {
  const limit = useQuery({
    queryKey: ['upload-limit'],
    queryFn: ({ signal }) => fetchUploadLimit(signal),
    staleTime: Infinity,
    retry: false,
  })
  return limit.data ?? null
}

export function useDeleteEpisode() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: deleteEpisode,
    onSuccess: (_, id) => {
      client.setQueryData<Episode[]>(keys.episodes, (before) => before?.filter((episode) => episode.id !== id))
      void client.invalidateQueries({ queryKey: keys.episodes })
    },
  })
}

export function useRetryEpisode() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: retryEpisode,
    onSettled: async (_, __, id) => {
      await client.refetchQueries({ queryKey: keys.progress(id) })
      void client.invalidateQueries({ queryKey: keys.episodes })
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
