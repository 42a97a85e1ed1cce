import { act } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { rememberUpload } from '../memory/uploads'
import { away, json, progressAnswer, serve } from '../testing/server'
import { renderWithServer } from '../testing/render'
import { useProgress } from './queries'
import { asTrouble } from './trouble'

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
}

async function pass(ms: number) {
  await act(() => vi.advanceTimersByTimeAsync(ms))
}

describe('useProgress', () => {
  it('asks again after the interval of the stage, and stops at completed', async () => {
    const stages = ['transcribing', 'generating', 'completed']
    const asked = serve(() => json(progressAnswer(stages[asked.length - 1] ?? 'completed')))
    renderWithServer(() => useProgress('a1'))
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

  it('stops at error', async () => {
    const asked = serve(() => json(progressAnswer('error')))
    renderWithServer(() => useProgress('a2'))
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
    renderWithServer(() => useProgress('a3'))
    await pass(20_000)
    expect(most).toBe(1)
  })

  it('slows down in a hidden tab', async () => {
    const asked = serve(() => json(progressAnswer('generating')))
    setVisible('hidden')
    renderWithServer(() => useProgress('a4'))
    await pass(0)
    await pass(4900)
    expect(asked).toHaveLength(1)
    await pass(200)
    expect(asked).toHaveLength(2)
  })

  it('goes on through 404 for sixty seconds after the upload, then says not found', async () => {
    rememberUpload('a5', 'talk.mp3')
    const asked = serve(unknown)
    const { result } = renderWithServer(() => useProgress('a5'))
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
    const { result, unmount } = renderWithServer(() => useProgress('a6'))
    await pass(10_000)
    expect(result.current.data).toBe('not yet')
    unmount()
    const reloaded = renderWithServer(() => useProgress('a6'))
    await pass(15_000)
    expect(reloaded.result.current.isError).toBe(false)
    await pass(10_000)
    expect(asTrouble(reloaded.result.current.error).notFound).toBe(true)
  })

  it('says not found at once for an episode that was not uploaded here', async () => {
    const asked = serve(unknown)
    const { result } = renderWithServer(() => useProgress('a7'))
    await pass(0)
    expect(asTrouble(result.current.error).notFound).toBe(true)
    await pass(60_000)
    expect(asked).toHaveLength(1)
  })

  it('retries five times with growing waits, then gives up until asked', async () => {
    const asked = serve(() => json({}, 503))
    const { result } = renderWithServer(() => useProgress('a8'))
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
    const { result } = renderWithServer(() => useProgress('a9'))
    await pass(8200)
    expect(result.current.data).not.toBeUndefined()
    await pass(1000 + 8200)
    expect(asked.length).toBeGreaterThanOrEqual(10)
    expect(result.current.isError).toBe(false)
  })

  it('keeps what it knew while the server is away', async () => {
    const asked = serve(() => (asked.length === 1 ? json(progressAnswer('generating', 80)) : away()))
    const { result } = renderWithServer(() => useProgress('a10'))
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
    const { result } = renderWithServer(() => useProgress('a11'))
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
    const { result } = renderWithServer(() => useProgress('a12'))
    await pass(15_100)
    expect(result.current.failureCount).toBe(1)
  })
})
