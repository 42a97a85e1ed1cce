import type { ClipId, EpisodeId } from './types'

// Under which name the page keeps what the server said.
export const keys = {
  session: ['session'] as const,
  queue: ['queue'] as const,
  episodes: ['episodes'] as const,
  episode: (id: EpisodeId) => ['episode', id] as const,
  progress: (id: EpisodeId) => ['progress', id] as const,
  clips: (id: EpisodeId) => ['clips', id] as const,
  peaks: (id: EpisodeId) => ['peaks', id] as const,
  transcript: (id: EpisodeId) => ['transcript', id] as const,
  words: (id: ClipId) => ['words', id] as const,
  everyWords: ['words'] as const,
}
