import { act } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { rememberUpload } from '../memory/uploads'
import { serveStreams } from '../testing/event-source'
import { away, json, progressAnswer, serve } from '../testing/server'
import { renderWithServer } from '../testing/render'
import { comeBackMs, firstEventMs, quietMs } from './progress-policy'
import { asTrouble } from './trouble'
import { useProgress } from './use-progress'

const unknown = () => json({ ok: false, error: 'episode not found' }, 404)

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(Math, 'random').mockReturnValue(0)
  setVisible('visible')
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function setVisible(state: DocumentVisibilityState) {
  Object.defineProperty(document, 'visibilityState', { value: state, configurable: true })
  // As in browsers, it is heard at the window, too.
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
}

// As a screen that looks at everything, since a screen hears only of what it looks at.
function watch(id: string) {
  return renderWithServer(() => ({ ...useProgress(id) }))
}

async function pass(ms: number) {
  await act(() => vi.advanceTimersByTimeAsync(ms))
}

describe('useProgress', () => {
  it('asks again after the interval of the stage, and stops at completed', async () => {
    const stages = ['transcribing', 'generating', 'completed']
    const asked = serve(() => json(progressAnswer(stages[asked.length - 1] ?? 'completed')))
    watch('a1')
    await pass(0)
    expect(asked).toHaveLength(1)
    await pass(2999)
    expect(asked).toHaveLength(1)
    await pass(1)
    expect(asked).toHaveLength(2)
    await pass(1000)
    expect(asked).toHaveLength(3)
    await pass(120_000)
    expect(asked).toHaveLength(3)
  })

  it('asks once more when somebody comes back to the tab, whatever it knew', async () => {
    const asked = serve(() => (asked.length > 1 ? unknown() : json(progressAnswer('completed'))))
    const { result } = watch('a9')
    await pass(0)
    act(() => setVisible('hidden'))
    act(() => setVisible('visible'))
    await pass(100)
    expect(asked).toHaveLength(2)
    expect(asTrouble(result.current.error).notFound).toBe(true)
  })

  it('stops at error', async () => {
    const asked = serve(() => json(progressAnswer('error')))
    watch('a2')
    await pass(60_000)
    expect(asked).toHaveLength(1)
  })

  it('never has two questions on the way', async () => {
    let open = 0
    let most = 0
    serve(async () => {
      most = Math.max(most, ++open)
      await new Promise((done) => setTimeout(done, 4000))
      open -= 1
      return json(progressAnswer('generating'))
    })
    watch('a3')
    await pass(20_000)
    expect(most).toBe(1)
  })

  it('slows down in a hidden tab', async () => {
    const asked = serve(() => json(progressAnswer('generating')))
    setVisible('hidden')
    watch('a4')
    await pass(0)
    await pass(4900)
    expect(asked).toHaveLength(1)
    await pass(200)
    expect(asked).toHaveLength(2)
  })

  it('goes on through 404 for sixty seconds after the upload, then says not found', async () => {
    rememberUpload('a5', 'talk.mp3')
    const asked = serve(unknown)
    const { result } = watch('a5')
    await pass(0)
    expect(result.current.data).toBe('not yet')
    await pass(58_000)
    expect(result.current.isError).toBe(false)
    expect(asked).toHaveLength(30)
    await pass(4000)
    expect(asTrouble(result.current.error).notFound).toBe(true)
    const total = asked.length
    await pass(60_000)
    expect(asked).toHaveLength(total)
  })

  it('remembers the time of the upload over a reload', async () => {
    rememberUpload('a6', 'talk.mp3', Date.now() - 30_000)
    serve(unknown)
    const { result, unmount } = watch('a6')
    await pass(10_000)
    expect(result.current.data).toBe('not yet')
    unmount()
    const reloaded = watch('a6')
    await pass(15_000)
    expect(reloaded.result.current.isError).toBe(false)
    await pass(10_000)
    expect(asTrouble(reloaded.result.current.error).notFound).toBe(true)
  })

  it('says not found at once for an episode that was not uploaded here', async () => {
    const asked = serve(unknown)
    const { result } = watch('a7')
    await pass(0)
    expect(asTrouble(result.current.error).notFound).toBe(true)
    await pass(60_000)
    expect(asked).toHaveLength(1)
  })

  it('retries five times with growing waits, then gives up until asked', async () => {
    const asked = serve(() => json({}, 503))
    const { result } = watch('a8')
    await pass(0)
    const counts = []
    for (const wait of [1000, 1500, 2250, 3375, 5063]) {
      await pass(wait)
      counts.push(asked.length)
    }
    expect(counts).toEqual([2, 3, 4, 5, 6])
    expect(result.current.isError).toBe(true)
    await pass(120_000)
    expect(asked).toHaveLength(6)
    await act(async () => {
      void result.current.refetch()
      await vi.advanceTimersByTimeAsync(0)
    })
    expect(asked).toHaveLength(7)
  })

  it('counts afresh after one good answer', async () => {
    const good = new Set([5, 10])
    const asked = serve(() => (good.has(asked.length) ? json(progressAnswer('generating')) : away()))
    const { result } = watch('a9')
    await pass(8200)
    expect(result.current.data).not.toBeUndefined()
    await pass(1000 + 8200)
    expect(asked.length).toBeGreaterThanOrEqual(10)
    expect(result.current.isError).toBe(false)
  })

  it('keeps what it knew while the server is away', async () => {
    const asked = serve(() => (asked.length === 1 ? json(progressAnswer('generating', 80)) : away()))
    const { result } = watch('a10')
    await pass(30_000)
    expect(result.current.isError).toBe(true)
    expect(result.current.data).toMatchObject({ progress: { percent: 80 } })
  })

  it('asks with the ETag and takes 304 for the same answer', async () => {
    const asked = serve(({ headers }) =>
      headers['If-None-Match'] === '"v1"'
        ? new Response(null, { status: 304 })
        : json(progressAnswer('generating'), 200, { ETag: '"v1"' }),
    )
    const { result } = watch('a11')
    await pass(1000)
    expect(asked[1]?.headers['If-None-Match']).toBe('"v1"')
    expect(result.current.data).toMatchObject({ status: 'generating' })
    await pass(1000)
    expect(asked).toHaveLength(3)
  })

  it('takes a server that never answers for one that is away', async () => {
    vi.stubGlobal('fetch', (_: string, { signal }: { signal: AbortSignal }) => {
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError')))
      })
    })
    const { result } = watch('a12')
    await pass(15_100)
    expect(result.current.failureCount).toBe(1)
  })
})

describe('useProgress where streams are to be had', () => {
  it('asks once, then listens and asks no more', async () => {
    const streams = serveStreams()
    const asked = serve(() => json(progressAnswer('generating', 70)))
    const { result } = watch('s1')
    await pass(0)
    expect(streams).toHaveLength(1)
    act(() => streams[0]?.send(progressAnswer('generating', 80)))
    await pass(0)
    expect(result.current.data).toMatchObject({ progress: { percent: 80 } })
    await pass(quietMs - 1)
    expect(asked).toHaveLength(1)
    act(() => streams[0]?.send(progressAnswer('completed', 100)))
    await pass(120_000)
    expect(result.current.data).toMatchObject({ status: 'completed' })
    expect(asked).toHaveLength(1)
    expect(streams).toHaveLength(1)
  })

  it('opens no stream for what is over or not there', async () => {
    const streams = serveStreams()
    serve(({ path }) => (path.endsWith('done') ? json(progressAnswer('completed')) : unknown()))
    watch('done')
    watch('nowhere')
    await pass(10_000)
    expect(streams).toHaveLength(0)
  })

  it('waits for a fresh upload by asking, then listens', async () => {
    rememberUpload('s2', 'talk.mp3')
    const streams = serveStreams()
    const asked = serve(() => (asked.length < 3 ? unknown() : json(progressAnswer('queued'))))
    watch('s2')
    await pass(3900)
    expect(streams).toHaveLength(0)
    await pass(200)
    expect(asked).toHaveLength(3)
    expect(streams).toHaveLength(1)
  })

  it('asks instead when the stream can not be had, and gives it another chance later', async () => {
    const streams = serveStreams()
    const asked = serve(() => json(progressAnswer('generating')))
    watch('s3')
    await pass(0)
    act(() => streams[0]?.fail(true))
    await pass(0)
    expect(asked).toHaveLength(2)
    await pass(3000)
    expect(asked).toHaveLength(5)
    expect(streams).toHaveLength(1)
    await pass(13_000)
    expect(streams).toHaveLength(2)
  })

  it('asks instead when something keeps the events back', async () => {
    const streams = serveStreams()
    const asked = serve(() => json(progressAnswer('generating')))
    watch('s4')
    await pass(0)
    act(() => streams[0]?.open())
    await pass(firstEventMs - 1)
    expect(asked).toHaveLength(1)
    await pass(1)
    expect(asked).toHaveLength(2)
    expect(streams[0]?.readyState).toBe(EventSource.CLOSED)
  })

  it('tells of a server that went away, by the policy of the questions', async () => {
    const streams = serveStreams()
    const asked = serve(() => (asked.length === 1 ? json(progressAnswer('generating', 70)) : away()))
    const { result } = watch('s5')
    await pass(0)
    act(() => streams[0]?.send(progressAnswer('generating', 75)))
    act(() => streams[0]?.fail())
    await pass(comeBackMs)
    expect(asked).toHaveLength(2)
    expect(result.current.isError).toBe(false)
    await pass(14_000)
    expect(asked).toHaveLength(7)
    expect(result.current.isError).toBe(true)
    expect(result.current.data).toMatchObject({ progress: { percent: 75 } })
    await pass(120_000)
    expect(asked).toHaveLength(7)
    expect(streams).toHaveLength(1)
  })

  it('checks a stream that has been quiet for long with one question', async () => {
    const streams = serveStreams()
    const asked = serve(() => json(progressAnswer('queued')))
    watch('s6')
    await pass(0)
    act(() => streams[0]?.send(progressAnswer('queued')))
    await pass(quietMs)
    await pass(100)
    expect(asked).toHaveLength(2)
    expect(streams).toHaveLength(2)
    expect(streams[0]?.readyState).toBe(EventSource.CLOSED)
  })

  it('closes the stream of a hidden tab and asks rarely', async () => {
    const streams = serveStreams()
    const asked = serve(() => json(progressAnswer('generating')))
    watch('s7')
    await pass(0)
    act(() => streams[0]?.send(progressAnswer('generating')))
    act(() => setVisible('hidden'))
    await pass(10_500)
    expect(streams[0]?.readyState).toBe(EventSource.CLOSED)
    expect(asked.length).toBeLessThanOrEqual(3)
    act(() => setVisible('visible'))
    await pass(100)
    expect(streams).toHaveLength(2)
  })

  it('closes the stream with the screen', async () => {
    const streams = serveStreams()
    serve(() => json(progressAnswer('generating')))
    const { unmount } = watch('s8')
    await pass(0)
    unmount()
    expect(streams[0]?.readyState).toBe(EventSource.CLOSED)
  })
})
