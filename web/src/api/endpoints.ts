import { uploadedAt } from '../memory/uploads'
import { isFreshUpload, type Heard } from './progress-policy'
import { exchange, look, request } from './request'
import { Trouble } from './trouble'
import type {
  ClipId,
  Clips,
  ClipWords,
  CorrectedTranscript,
  Episode,
  EpisodeAnswer,
  EpisodeId,
  EpisodesAnswer,
  Peaks,
  ProgressAnswer,
  Queue,
  Session,
  TitleAnswer,
  TitleIdeas,
  Transcript,
  TranscriptFormat,
  VersionedTranscript,
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

// The same without the transcript that came with it: its words are heard.
export async function listenInstead(id: EpisodeId): Promise<void> {
  await request(`/api/episodes/${at(id)}/retry?transcript=none`, { method: 'POST' })
}

export async function cancelEpisode(id: EpisodeId): Promise<void> {
  await request(`/api/episodes/${at(id)}/cancel`, { method: 'POST' })
}

export function fetchQueue(signal?: AbortSignal): Promise<Queue | null> {
  return orNull(request<Queue>('/api/queue', { signal, conditional: true }))
}

export function pauseQueue(paused: boolean): Promise<Queue> {
  return request('/api/queue', { method: 'PUT', body: { paused } })
}

export function fetchSession(signal?: AbortSignal): Promise<Session> {
  return request('/api/session', { signal })
}

export async function signIn(token: string): Promise<void> {
  await request('/api/login', { method: 'POST', body: { token } })
}

export async function signOut(): Promise<void> {
  await request('/api/logout', { method: 'POST' })
}

export interface UploadState {
  arrived: number
  length: number
  // The episode that came of it, when all of it has arrived.
  episode: EpisodeId | null
}

// Null when the server knows no such upload, any more.
export async function fetchUploadState(url: string, signal?: AbortSignal): Promise<UploadState | null> {
  const headers = await orNull(look(url, { 'Tus-Resumable': '1.0.0' }, signal))
  if (headers === null) return null
  return {
    arrived: Number(headers.get('Upload-Offset')),
    length: Number(headers.get('Upload-Length')),
    episode: headers.get('Podpromo-Episode'),
  }
}

export function fetchPeaks(id: EpisodeId, signal?: AbortSignal): Promise<Peaks> {
  return request(`/api/episodes/${at(id)}/peaks`, { signal })
}

export function fetchClips(id: EpisodeId, signal?: AbortSignal): Promise<Clips> {
  return request(`/api/episodes/${at(id)}/clips`, { signal })
}

// Null while nothing has been heard.
export function fetchTranscript(id: EpisodeId, signal?: AbortSignal): Promise<VersionedTranscript | null> {
  return orNull(transcript(id, { signal, conditional: true }))
}

// Fails with a Trouble of status 412 when the transcript is not the one with that ETag any more.
export function saveTranscript(id: EpisodeId, etag: string, body: CorrectedTranscript): Promise<VersionedTranscript> {
  return transcript(id, { method: 'PUT', body, headers: { 'If-Match': etag } })
}

async function transcript(id: EpisodeId, wish: Parameters<typeof exchange>[1]): Promise<VersionedTranscript> {
  const { body, etag } = await exchange(`/api/transcript/${at(id)}`, wish)
  return { ...(body as Transcript), etag }
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

// The largest upload that the server takes, or null when it does not say; and which other server hears what is said,
// empty when none does.
export async function fetchUploadTerms(signal?: AbortSignal): Promise<{ limit: number | null; soundGoesTo: string }> {
  const ready = await request<{
    detail?: { upload?: { max_bytes?: unknown }; model?: { sound_goes_to?: unknown } }
  }>('/ready', { signal })
  const limit = ready.detail?.upload?.max_bytes
  const host = ready.detail?.model?.sound_goes_to
  return {
    limit: typeof limit === 'number' && limit > 0 ? limit : null,
    soundGoesTo: typeof host === 'string' ? host : '',
  }
}

export function coverUrl(id: EpisodeId): string {
  return `/api/episodes/${at(id)}/cover`
}

export function transcriptUrl(id: EpisodeId, format: TranscriptFormat): string {
  return `/api/transcript/${at(id)}?format=${format}&download=1`
}

// Null instead of a failure when there is no such thing, or no longer.
async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof Trouble && (error.notFound || error.status === 410)) return null
    throw error
  }
}
