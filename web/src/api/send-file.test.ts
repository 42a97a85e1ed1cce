import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { sendFile, silenceMs, type SendEvents } from './send-file'

interface Options {
  onProgress: (sent: number, total: number) => void
  onSuccess: () => void
}

const made = vi.hoisted(() => [] as { options: Options; start: ReturnType<typeof vi.fn>; abort: ReturnType<typeof vi.fn> }[])

vi.mock('tus-js-client', () => ({
  Upload: class {
    start = vi.fn()
    abort = vi.fn(() => Promise.resolve())
    constructor(_: File, options: Options) {
      made.push({ options, start: this.start, abort: this.abort })
    }
  },
}))

beforeEach(() => {
  vi.useFakeTimers()
  made.length = 0
})

afterEach(() => vi.useRealTimers())

async function begin() {
  const events = { begun: vi.fn(), sent: vi.fn(), kept: vi.fn(), done: vi.fn(), failed: vi.fn() } satisfies SendEvents
  const stop = sendFile(new File(['some sound'], 'a.mp3'), null, events)
  await vi.waitFor(() => expect(made[0]?.start).toHaveBeenCalledOnce())
  return { events, stop, upload: made[0]! }
}

test('a connection that has died without a word is given up, and whatever comes later is not heard', async () => {
  const { events, upload } = await begin()
  vi.advanceTimersByTime(0.9 * silenceMs)
  upload.options.onProgress(3, 10)
  vi.advanceTimersByTime(0.9 * silenceMs)
  expect(events.failed).not.toHaveBeenCalled()
  vi.advanceTimersByTime(0.1 * silenceMs)
  expect(events.failed.mock.calls).toEqual([[expect.objectContaining({ status: 0 })]])
  expect(upload.abort).toHaveBeenCalledOnce()
  upload.options.onSuccess()
  expect(events.done).not.toHaveBeenCalled()
})

test('a server that has everything may take its time', async () => {
  const { events, upload } = await begin()
  upload.options.onProgress(10, 10)
  vi.advanceTimersByTime(5 * silenceMs)
  expect(events.failed).not.toHaveBeenCalled()
  upload.options.onSuccess()
  vi.advanceTimersByTime(20 * silenceMs)
  expect(events.failed).not.toHaveBeenCalled()
})

test('what is stopped is not given up afterwards', async () => {
  const { events, stop } = await begin()
  stop()
  vi.advanceTimersByTime(2 * silenceMs)
  expect(events.failed).not.toHaveBeenCalled()
})
