import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { serveStreams } from '../testing/event-source'
import { progressAnswer } from '../testing/server'
import { canListen, listenToProgress } from './live-progress'
import { comeBackMs, firstEventMs, quietMs } from './progress-policy'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function listening() {
  const streams = serveStreams()
  const listener = { heard: vi.fn(), ended: vi.fn() }
  const stop = listenToProgress('e 1', listener)
  const [stream] = streams
  if (stream === undefined) throw new Error('no stream was opened')
  return { stream, stop, ...listener }
}

describe('the live stream', () => {
  it('is not there in a browser that has none', () => {
    expect(canListen()).toBe(false)
  })

  it('tells what it hears, and is closed at the end of the work', () => {
    const { stream, heard, ended } = listening()
    expect(stream.url).toBe('/api/progress/e%201/events')
    stream.open()
    stream.send(progressAnswer('generating', 80))
    expect(heard).toHaveBeenLastCalledWith(progressAnswer('generating', 80))
    stream.send(progressAnswer('completed', 100))
    expect(heard).toHaveBeenLastCalledWith(progressAnswer('completed', 100))
    expect(ended.mock.calls).toEqual([['over']])
    expect(stream.readyState).toBe(EventSource.CLOSED)
  })

  it('is given up when it opens and nothing comes', () => {
    const { stream, ended } = listening()
    stream.open()
    vi.advanceTimersByTime(firstEventMs - 1)
    expect(ended).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(ended.mock.calls).toEqual([['broken']])
  })

  it('is given up at once when it can not be had', () => {
    const { stream, ended } = listening()
    stream.fail(true)
    expect(ended.mock.calls).toEqual([['broken']])
  })

  it('is given up when it says what nobody understands', () => {
    const { stream, heard, ended } = listening()
    stream.send('{"progress":')
    expect(heard).not.toHaveBeenCalled()
    expect(ended.mock.calls).toEqual([['broken']])
  })

  it('may break and come back', () => {
    const { stream, ended } = listening()
    stream.send(progressAnswer('generating'))
    stream.fail()
    vi.advanceTimersByTime(comeBackMs - 1)
    stream.open()
    vi.advanceTimersByTime(comeBackMs * 2)
    expect(ended).not.toHaveBeenCalled()
  })

  it('is given up when it does not come back', () => {
    const { stream, ended } = listening()
    stream.send(progressAnswer('generating'))
    stream.fail()
    vi.advanceTimersByTime(comeBackMs - 1000)
    stream.fail()
    vi.advanceTimersByTime(1000)
    expect(ended.mock.calls).toEqual([['broken']])
    expect(stream.readyState).toBe(EventSource.CLOSED)
  })

  it('is looked after when it has been quiet for long', () => {
    const { stream, ended } = listening()
    stream.send(progressAnswer('queued'))
    vi.advanceTimersByTime(quietMs)
    expect(ended.mock.calls).toEqual([['quiet']])
  })

  it('is silent once it was stopped', () => {
    const { stream, stop, ended } = listening()
    stop()
    vi.advanceTimersByTime(quietMs * 2)
    expect(ended).not.toHaveBeenCalled()
    expect(stream.readyState).toBe(EventSource.CLOSED)
  })
})
