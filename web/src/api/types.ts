// What the server says, as in docs/openapi.json. Times are seconds, scores 0…100.

export type EpisodeId = string
export type ClipId = string

// The stages a waiting person can see. A newer server may know more of them.
export type WireStage =
  | 'uploading'
  | 'queued'
  | 'processing'
  | 'transcribing'
  | 'scoring'
  | 'generating'
  | 'finalizing'
  | 'completed'
  | 'error'

export interface Progress {
  percent: number
  percentage: number
  stage: string
  message: string
  detail: string
  eta_seconds?: number | null
  timestamp: string
  updated_at: string
}

export interface ProgressAnswer {
  ok: boolean
  status: string
  progress: Progress
}

export type StageName = 'sound' | 'words' | 'moments' | 'previews' | 'clips'

export interface StageState {
  name: StageName
  state: 'waiting' | 'running' | 'done' | 'failed'
  percent: number
  result: string
}

export interface EpisodeError {
  stage: string
  reason: string
  remedy: string
}

export interface Episode {
  id: EpisodeId
  title: string
  show: string
  filename: string
  kind: 'audio' | 'video'
  bytes: number
  created_at: string
  duration_s: number | null
  status: string
  progress: Progress
  clip_count: number | null
  has_cover: boolean
  language: string | null
  word_count: number | null
  loudness_lufs: number | null
  candidates: number | null
  ads_left_out: number | null
  stages: StageState[]
  error: EpisodeError | null
}

export interface Render {
  format: string
  width: number
  height: number
  duration_s: number
  bytes: number
  url: string
  download_url: string
  loudness_lufs: number
  true_peak_dbtp: number
}

export interface Clip {
  id: ClipId
  episode_id: EpisodeId
  rank: number
  title: string
  start_s: number
  end_s: number
  duration_s: number
  score: number
  reasons: string[]
  features: Record<string, number>
  text: string
  first_sentence: string
  preview_url: string | null
  poster_url: string | null
  srt_url: string
  vtt_url: string
  renders: Render[]
}

export interface Clips {
  clips: Clip[]
  default_clip_id: ClipId | null
  no_clips_reason: string
}

export interface Sentence {
  start: number
  end: number
  text: string
}

export interface Transcript {
  status: string
  partial: boolean
  language: string | null
  duration_s: number | null
  words: { w: string; start: number; end: number; p: number }[]
  sentences: Sentence[]
}

// Seconds from the start of the clip.
export interface ClipWord {
  t: number
  d: number
  w: string
}

export interface ClipWords {
  clip_id: ClipId
  start: number
  end: number
  words: ClipWord[]
}

export interface Peaks {
  peaks_per_s: number
  peaks: number[]
}

export interface Uploaded {
  episodeId: EpisodeId
  message: string
}

export type TranscriptFormat = 'srt' | 'vtt' | 'txt'
