// When the page asks for progress again, and when it gives up. Pure, so that every number has a test.
import { Trouble } from './trouble'
import type { ProgressAnswer } from './types'

// What asking came to: the progress, or that the server has not got round to a fresh upload yet.
export type Heard = ProgressAnswer | 'not yet'

const intervalMs: Record<string, number> = {
  uploading: 500,
  queued: 2000,
  transcribing: 3000,
  processing: 2000,
  scoring: 2000,
  generating: 1000,
  finalizing: 1000,
}
const defaultIntervalMs = 1500
const hiddenFactor = 5

export const freshUploadMs = 60_000
export const maxRetries = 5
const firstDelayMs = 1000
const growth = 1.5
const longestDelayMs = 10_000
const jitter = 0.1

export function isOver(stage: string): boolean {
  return stage === 'completed' || stage === 'error'
}

// Milliseconds until the next question, or false when there is nothing left to ask.
export function pollInterval(stage: string, hidden: boolean): number | false {
  if (isOver(stage)) return false
  const interval = intervalMs[stage] ?? defaultIntervalMs
  return hidden ? interval * hiddenFactor : interval
}

// A transcript comes whole, nine megabytes after ten hours. The longer it is, the more rarely it is asked for, so that a
// minute of waiting brings no more at the end than after the first hour.
export function transcriptInterval(everyMs: number, words: number): number {
  return Math.max(everyMs, words / 2)
}

// A 404 soon after an upload means "not ready yet"; later, or for an episode we did not upload, it means what it says.
export function isFreshUpload(uploadedAt: number | undefined, now: number): boolean {
  return uploadedAt !== undefined && now - uploadedAt < freshUploadMs
}

// `failures` counts the tries that failed before this one. Only trouble that may pass by itself is worth a retry.
export function shouldRetry(failures: number, error: unknown): boolean {
  return error instanceof Trouble && error.passing && failures < maxRetries
}

// 1 s × 1.5ⁿ with up to a tenth more, so that many pages do not come back at once; never above 10 s,
// unless the server itself names a longer time.
export function retryDelay(failures: number, error: unknown, random: () => number = Math.random): number {
  const base = firstDelayMs * growth ** failures
  const delay = Math.min(longestDelayMs, base * (1 + jitter * random()))
  return error instanceof Trouble ? Math.max(delay, error.retryAfterMs) : delay
}

// The live stream tells by itself what the questions above would find out, so while it is open nothing is asked.
// Without a first event in this time something between server and page keeps them back.
export const firstEventMs = 5000
// What a cut stream gets to come back; the browser itself tries again with the id of the last event.
export const comeBackMs = 4500
// A quiet stream may be a dead one, so after this long one question checks.
export const quietMs = 30_000
const firstRestMs = 15_000
const longestRestMs = 600_000

// How long to ask before the stream gets another chance, after it has failed `times` in a row.
export function restFromStream(times: number): number {
  return Math.min(longestRestMs, firstRestMs * 2 ** Math.max(0, times - 1))
}

// An upload is worth more patience than a question: a server that starts again may take a minute.
export const maxUploadRetries = 12

// 409, 423 and 460 are answers to bytes that crossed with others; the offset of the server puts that right. With 429 it
// says how long to wait.
export function mayResumeUpload(failures: number, trouble: Trouble): boolean {
  const passing = trouble.status === 0 || [409, 423, 429, 460].includes(trouble.status) || (trouble.status >= 500 && trouble.status !== 507)
  return passing && failures < maxUploadRetries
}

export function stageOf(heard: Heard | undefined): string {
  if (heard === undefined || heard === 'not yet') return 'queued'
  return heard.progress.stage
}
