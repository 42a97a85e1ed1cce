import { uploadedAt } from '../memory/uploads'
import { isFreshUpload, type Heard } from './progress-policy'
import { request } from './request'
import { Trouble } from './trouble'
import type {
  ClipId,
  Clips,
  ClipWords,
  Episode,
  EpisodeAnswer,
  EpisodeId,
  EpisodesAnswer,
  Peaks,
  ProgressAnswer,
  TitleAnswer,
  TitleIdeas,
  Transcript,
  TranscriptFormat,
} from './types'

const at = encodeURIComponent

export async function fetchProgress(id: EpisodeId, signal?: AbortSignal): Promise<Heard> {
  try {
    return await request<ProgressAnswer>(`/api/progress/${at(id)}`, { signal, conditional: true })
  } catch (error) {
    if (error instanceof Trouble && error.notFound && isFreshUpload(uploadedAt(id), Date.now())) return 'not yet'
    throw error
  }
}

export async function fetchEpisodes(signal?: AbortSignal): Promise<Episode[]> {
  return (await request<EpisodesAnswer>('/api/episodes', { signal, conditional: true })).episodes
}

export async function fetchEpisode(id: EpisodeId, signal?: AbortSignal): Promise<Episode> {
  return (await request<EpisodeAnswer>(`/api/episodes/${at(id)}`, { signal })).episode
}

export async function deleteEpisode(id: EpisodeId): Promise<void> {
  await request(`/api/episodes/${at(id)}`, { method: 'DELETE' })
}

export async function retryEpisode(id: EpisodeId): Promise<void> {
  await request(`/api/episodes/${at(id)}/retry`, { method: 'POST' })
}

export function fetchPeaks(id: EpisodeId, signal?: AbortSignal): Promise<Peaks> {
  return request(`/api/episodes/${at(id)}/peaks`, { signal })
}

export function fetchClips(id: EpisodeId, signal?: AbortSignal): Promise<Clips> {
  return request(`/api/episodes/${at(id)}/clips`, { signal })
}

// Null while nothing has been heard.
export async function fetchTranscript(id: EpisodeId, signal?: AbortSignal): Promise<Transcript | null> {
  try {
    return await request<Transcript>(`/api/transcript/${at(id)}`, { signal, conditional: true })
  } catch (error) {
    if (error instanceof Trouble && error.notFound) return null
    throw error
  }
}

export function fetchClipWords(id: ClipId, signal?: AbortSignal): Promise<ClipWords> {
  return request(`/api/clips/${at(id)}/words`, { signal })
}

export async function suggestTitles(id: ClipId): Promise<string[]> {
  return (await request<TitleIdeas>(`/api/clips/${at(id)}/titles`, { method: 'POST' })).variants
}

export async function saveTitle(id: ClipId, title: string): Promise<string> {
  return (await request<TitleAnswer>(`/api/clips/${at(id)}/title`, { method: 'PUT', body: { title } })).title
}

// The largest upload that the server takes, or null when it does not say.
export async function fetchUploadLimit(signal?: AbortSignal): Promise<number | null> {
  const ready = await request<{ detail?: { upload?: { max_bytes?: unknown } } }>('/ready', { signal })
  const limit = ready.detail?.upload?.max_bytes
  return typeof limit === 'number' && limit > 0 ? limit : null
}

export function coverUrl(id: EpisodeId): string {
  return `/api/episodes/${at(id)}/cover`
}

export function transcriptUrl(id: EpisodeId, format: TranscriptFormat): string {
  return `/api/transcript/${at(id)}?format=${format}&download=1`
}
