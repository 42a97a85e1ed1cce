import { vi } from 'vitest'
import type { Clip, Episode, Progress, Transcript } from '../api/types'

export interface Asked {
  path: string
  method: string
  headers: Record<string, string>
  body: unknown
}

type Answer = (asked: Asked) => Response | Promise<Response>

// Puts `answer` in the place of the server. Gives the list of what was asked, growing.
export function serve(answer: Answer): Asked[] {
  const asked: Asked[] = []
  vi.stubGlobal('fetch', (path: string, init: RequestInit = {}) => {
    const one = {
      path,
      method: init.method ?? 'GET',
      headers: { ...(init.headers as Record<string, string>) },
      body: typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined,
    }
    asked.push(one)
    return Promise.resolve().then(() => answer(one))
  })
  return asked
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } })
}

export function away(): never {
  throw new TypeError('Failed to fetch')
}

export function progressAnswer(stage: string, percent = 44, parts: Partial<Progress> = {}) {
  const progress = {
    percent,
    percentage: percent,
    stage,
    message: '',
    detail: '',
    timestamp: '2026-11-24T10:00:00Z',
    updated_at: '2026-11-24T10:00:00Z',
    ...parts,
  }
  return { ok: true, status: stage, progress }
}

// Two people and two sentences.
export function aTranscript(parts: Partial<Transcript> = {}): Transcript {
  const said = [['Who', 'decides?'], ['Nobody', 'does.']]
  const words = said.flatMap((each, speaker) => each.map((w, index) => ({ w, start: 10 * speaker + index, end: 10 * speaker + index + 1, p: 1, speaker })))
  const sentences = said.map((each, at) => ({ start: 10 * at, end: 10 * at + 2, first_word: 2 * at, last_word: 2 * at + 2, text: each.join(' ') }))
  return {
    version: 1,
    ok: true,
    episode_id: 'ep1',
    status: 'completed',
    partial: false,
    language: 'en',
    duration_s: 3134,
    source: 'whisper base',
    estimated_times: false,
    speakers: ['Speaker 1', 'Speaker 2'],
    suggested_names: [],
    words,
    sentences,
    ...parts,
  }
}

export function anEpisode(parts: Partial<Episode> = {}): Episode {
  const status = parts.status ?? 'completed'
  return {
    id: 'ep1',
    title: 'Interview with a beekeeper',
    show: 'Field Notes',
    filename: 'interview.mp3',
    kind: 'audio',
    bytes: 52_000_000,
    created_at: '2026-11-24T09:58:00Z',
    duration_s: 3134,
    status,
    progress: progressAnswer(status).progress,
    clip_count: 2,
    has_cover: false,
    given_transcript: null,
    language: 'en',
    word_count: 7912,
    loudness_lufs: -19.3,
    candidates: 412,
    ads_left_out: 2,
    stages: [],
    error: null,
    ...parts,
  }
}

export function aClip(parts: Partial<Clip> = {}): Clip {
  const rank = parts.rank ?? 1
  return {
    id: `c${rank}`,
    episode_id: 'ep1',
    rank,
    title: `Title ${rank}`,
    start_s: 100 * rank,
    end_s: 100 * rank + 42,
    duration_s: 42,
    score: 95 - rank,
    reasons: ['Story with a turn'],
    features: {},
    text: 'Nobody decides. That is the part people never believe.',
    first_sentence: 'Nobody decides.',
    preview_url: null,
    poster_url: null,
    srt_url: '/srt',
    vtt_url: '/vtt',
    renders: [
      {
        format: 'vertical',
        width: 1080,
        height: 1920,
        duration_s: 42,
        bytes: 4_404_019,
        url: `/video-${rank}?exp=99999999999`,
        download_url: `/download-${rank}?exp=99999999999`,
        loudness_lufs: -14,
        true_peak_dbtp: -1.2,
      },
    ],
    ...parts,
  }
}

// What an answer can wait for, until a test lets it go on.
export function newBarrier() {
  let goOn: () => void = () => undefined
  const passed = new Promise<void>((resolve) => (goOn = resolve))
  return { passed, goOn: () => goOn() }
}
