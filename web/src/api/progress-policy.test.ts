import { describe, expect, it } from 'vitest'
import {
  freshUploadMs,
  isFreshUpload,
  isOver,
  maxUploadRetries,
  mayResumeUpload,
  pollInterval,
  restFromStream,
  retryDelay,
  shouldRetry,
  transcriptInterval,
} from './progress-policy'
import { noAnswer, troubleFrom } from './trouble'

const never = () => 0
const always = () => 1

describe('the interval between two questions', () => {
  it('for what is heard so far grows with it', () => {
    expect([0, 5000, 8000, 90_000].map((words) => transcriptInterval(3000, words))).toEqual([3000, 3000, 4000, 45_000])
  })

  it.each([
    ['uploading', 500],
    ['queued', 2000],
    ['transcribing', 3000],
    ['processing', 2000],
    ['scoring', 2000],
    ['generating', 1000],
    ['finalizing', 1000],
    ['a stage of a newer server', 1500],
  ])('while %s is %i ms', (stage, ms) => {
    expect(pollInterval(stage, false)).toBe(ms)
  })

  it.each(['completed', 'error'])('does not exist after %s', (stage) => {
    expect(isOver(stage)).toBe(true)
    expect(pollInterval(stage, false)).toBe(false)
    expect(pollInterval(stage, true)).toBe(false)
  })

  it('is longer in a hidden tab', () => {
    expect(pollInterval('generating', true)).toBe(5000)
  })
})

describe('a 404', () => {
  it('means "not yet" for sixty seconds after an upload', () => {
    expect(isFreshUpload(1000, 1000 + freshUploadMs - 1)).toBe(true)
    expect(isFreshUpload(1000, 1000 + freshUploadMs)).toBe(false)
  })

  it('means what it says for an episode that this browser did not upload', () => {
    expect(isFreshUpload(undefined, 0)).toBe(false)
  })
})

describe('the wait before a retry', () => {
  it('grows by half each time', () => {
    const delays = [0, 1, 2, 3, 4].map((failures) => retryDelay(failures, noAnswer(), never))
    expect(delays).toEqual([1000, 1500, 2250, 3375, 5062.5])
  })

  it('is at most a tenth longer than that', () => {
    expect(retryDelay(0, noAnswer(), always)).toBeCloseTo(1100)
  })

  it('is never longer than ten seconds', () => {
    expect(retryDelay(40, noAnswer(), always)).toBe(10_000)
  })

  it('is as long as the server asks for when that is longer', () => {
    expect(retryDelay(0, troubleFrom(503, null, '30'), never)).toBe(30_000)
  })
})

describe('a retry', () => {
  it.each([0, 202, 429, 500, 502, 503])('follows status %i five times', (status) => {
    expect(shouldRetry(4, troubleFrom(status, null, null))).toBe(true)
    expect(shouldRetry(5, troubleFrom(status, null, null))).toBe(false)
  })

  it.each([400, 404, 409, 422])('never follows status %i', (status) => {
    expect(shouldRetry(0, troubleFrom(status, null, null))).toBe(false)
  })

  it('never follows a fault of the page itself', () => {
    expect(shouldRetry(0, new TypeError('undefined is not a function'))).toBe(false)
  })
})

describe('the rest of a stream that failed', () => {
  it('doubles with each time and ends at ten minutes', () => {
    expect([1, 2, 3, 4].map(restFromStream)).toEqual([15_000, 30_000, 60_000, 120_000])
    expect(restFromStream(50)).toBe(600_000)
  })
})

describe('an upload that was cut', () => {
  it.each([0, 409, 423, 460, 500, 502, 503])('goes on by itself after status %i', (status) => {
    expect(mayResumeUpload(maxUploadRetries - 1, troubleFrom(status, null, null))).toBe(true)
    expect(mayResumeUpload(maxUploadRetries, troubleFrom(status, null, null))).toBe(false)
  })

  it.each([400, 401, 403, 404, 410, 413, 415, 507])('does not after status %i', (status) => {
    expect(mayResumeUpload(0, troubleFrom(status, null, null))).toBe(false)
  })
})
