import { act, fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Progress, StageState } from '../api/types'
import { serveStreams } from '../testing/event-source'
import { renderPage } from '../testing/render'
import { anEpisode, json, newBarrier, progressAnswer, serve, type Asked } from '../testing/server'

afterEach(() => vi.unstubAllGlobals())

const stages: StageState[] = [
  { name: 'sound', state: 'done', percent: 100, result: '52:14 at −19.3 LUFS' },
  { name: 'words', state: 'running', percent: 44, result: '3,471 so far' },
  { name: 'moments', state: 'waiting', percent: 0, result: '' },
]
const failure = { stage: 'words', reason: 'the file ends in the middle', remedy: 'Upload it again.' }

function serveEpisode(stage: string, parts: Parameters<typeof anEpisode>[0] = {}, progress: Partial<Progress> = {}) {
  return serve(({ path }: Asked) => {
    if (path === '/api/progress/ep1') return json(progressAnswer(stage, 44, progress))
    if (path === '/api/episodes/ep1') return json({ ok: true, episode: anEpisode({ status: stage, clip_count: null, stages, ...parts }) })
    if (path === '/api/transcript/ep1') {
      return json({
        partial: true,
        words: [{ w: 'leave?', start: 1389, end: 1390, p: 1 }],
        sentences: [{ start: 1361, end: 1366, text: 'So when does a hive decide to leave?' }],
      })
    }
    return json({ ok: false }, path === '/ready' ? 503 : 404)
  })
}

describe('an episode that is worked on', () => {
  it('shows its stages with results, the time left, what was heard, and that the page may be closed', async () => {
    serveEpisode('transcribing', {}, { eta_seconds: 98 })
    renderPage('/e/ep1')
    expect(await screen.findByText('52:14 at −19.3 LUFS')).toBeVisible()
    expect(screen.getByText('3,471 so far')).toBeVisible()
    expect(screen.getByText('1 min 40 s left')).toBeVisible()
    expect(screen.getByText(/You can close this page; we go on/)).toBeVisible()
    expect(await screen.findByText('So when does a hive decide to leave?')).toBeVisible()
    expect(screen.getByText('23:10 of 52:14 · 1 word')).toBeVisible()
  })

  it('tells how far it is in the title of the tab', async () => {
    serveEpisode('transcribing')
    renderPage('/e/ep1')
    await waitFor(() => expect(document.title).toBe('44 % · Interview with a beekeeper'))
  })

  it('speaks the stage and no numbers', async () => {
    serveEpisode('transcribing')
    renderPage('/e/ep1')
    await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent(/^Hearing the words$/))
  })
})

describe('an episode that failed', () => {
  it('says why, even when the page was just asking how far it is', async () => {
    const barrier = newBarrier()
    let asked = 0
    const streams = serveStreams()
    serve(async ({ path }) => {
      if (path === '/api/progress/ep1') return json(progressAnswer('transcribing'))
      if (path !== '/api/episodes/ep1') return json({ ok: false }, 404)
      asked += 1
      if (asked === 2) await barrier.passed
      return json({ ok: true, episode: anEpisode(asked > 2 ? { status: 'error', stages, error: failure } : { status: 'transcribing', clip_count: null, stages }) })
    })
    renderPage('/e/ep1')
    await screen.findByText('3,471 so far')
    await waitFor(() => expect(streams).toHaveLength(1))
    act(() => streams[0]!.send(progressAnswer('transcribing', 50, { updated_at: '2026-08-01T10:00:01Z' })))
    await waitFor(() => expect(asked).toBe(2))
    act(() => streams[0]!.send(progressAnswer('error', 50, { updated_at: '2026-08-01T10:00:02Z' })))
    barrier.goOn()
    expect(await screen.findByText('The file ends in the middle.')).toBeVisible()
  })

  it('names the stage, the reason and the remedy', async () => {
    serveEpisode('error', { error: failure })
    renderPage('/e/ep1')
    expect(await screen.findByRole('heading', { name: 'The words could not be heard' })).toBeVisible()
    expect(screen.getByText('The file ends in the middle.')).toBeVisible()
    expect(screen.getByText('Upload it again.')).toBeVisible()
  })

  it('goes on after Try again', async () => {
    let failed = true
    const asked = serve(({ path, method }) => {
      if (method === 'POST') failed = false
      if (path === '/api/progress/ep1') return json(progressAnswer(failed ? 'error' : 'transcribing'))
      if (path === '/api/episodes/ep1') return json({ episode: anEpisode({ status: 'error', error: failure }) })
      return json({ ok: true }, method === 'POST' ? 202 : 404)
    })
    renderPage('/e/ep1')
    await userEvent.click(await screen.findByRole('button', { name: 'Try again' }))
    expect(asked.some(({ path, method }) => method === 'POST' && path === '/api/episodes/ep1/retry')).toBe(true)
    expect(await screen.findByText(/You can close this page/)).toBeVisible()
  })

  it('listens instead of using a transcript that is none of it', async () => {
    let failed = true
    const reason = { stage: 'words', reason: 'the transcript is not of this episode', remedy: 'Leave it out.' } as const
    const asked = serve(({ path, method }) => {
      if (method === 'POST') failed = false
      if (path === '/api/progress/ep1') return json(progressAnswer(failed ? 'error' : 'transcribing'))
      if (path === '/api/episodes/ep1') return json({ episode: anEpisode({ status: 'error', error: reason, given_transcript: 'ships.srt' }) })
      return json({ ok: true }, method === 'POST' ? 202 : 404)
    })
    renderPage('/e/ep1')
    await userEvent.click(await screen.findByRole('button', { name: 'Listen instead' }))
    expect(asked.find(({ method }) => method === 'POST')?.path).toBe('/api/episodes/ep1/retry?transcript=none')
    expect(await screen.findByText(/You can close this page/)).toBeVisible()
  })

  it('is told also when the clips of a finished one turn out to be damaged', async () => {
    let found = false
    const damaged = { stage: 'clips', reason: 'The list of clips is damaged.', remedy: 'Retry makes it again from what is still here.' }
    serve(({ path }) => {
      if (path === '/api/progress/ep1') return json(progressAnswer(found ? 'error' : 'completed'))
      if (path === '/api/episodes/ep1') {
        return json({ episode: anEpisode(found ? { status: 'error', error: damaged } : { status: 'completed' }) })
      }
      if (path !== '/api/episodes/ep1/clips') return json({ ok: false }, 404)
      found = true
      return json({ ok: false, ready: false, message: 'The list of clips is damaged.' }, 202)
    })
    renderPage('/e/ep1')
    expect(await screen.findByText('The list of clips is damaged.')).toBeVisible()
    expect(await screen.findByRole('button', { name: 'Try again' })).toBeVisible()
    expect(screen.getByRole('heading', { name: 'The clips could not be made' })).toBeVisible()
  })

  it('shows the message of the progress when reading it failed', async () => {
    serveEpisode('error', {}, { message: 'The progress could not be read' })
    renderPage('/e/ep1')
    expect(await screen.findByText('The progress could not be read.')).toBeVisible()
  })
})

describe('an episode that is not there', () => {
  it('has a way forward', async () => {
    serve(() => json({ ok: false, error: 'episode not found' }, 404))
    renderPage('/e/nope')
    expect(await screen.findByRole('heading', { name: 'This episode is not here' })).toBeVisible()
    expect(screen.getByRole('link', { name: 'Go to your episodes' })).toHaveAttribute('href', '/')
  })

  it('is found by ?episode= as by its path', async () => {
    serveEpisode('transcribing')
    renderPage('/?episode=ep1')
    expect(await screen.findByText('52:14 at −19.3 LUFS')).toBeVisible()
    expect(window.location.pathname).toBe('/e/ep1')
  })
})

describe('stopping', () => {
  it('stops the work and keeps the episode, which goes on when asked', async () => {
    let stopped = false
    const asked = serve(({ path, method }) => {
      if (method === 'POST') stopped = path === '/api/episodes/ep1/cancel'
      if (path === '/api/progress/ep1') {
        return json(stopped ? progressAnswer('error', 44, { message: 'Stopped by you.', detail: 'Try again goes on.' }) : progressAnswer('transcribing'))
      }
      if (path === '/api/episodes/ep1') return json({ ok: true, episode: anEpisode({ status: 'transcribing', clip_count: null, stages }) })
      return json({ ok: true }, method === 'POST' ? 200 : 404)
    })
    renderPage('/e/ep1')
    await userEvent.click(await screen.findByRole('button', { name: 'Stop' }))
    expect(await screen.findByRole('heading', { name: 'Stopped by you' })).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Go on' }))
    expect(await screen.findByText(/You can close this page/)).toBeVisible()
    expect(asked.filter(({ method }) => method === 'POST').map(({ path }) => path)).toEqual(['/api/episodes/ep1/cancel', '/api/episodes/ep1/retry'])
  })
})

describe('deleting', () => {
  it('asks first, then goes back to the episodes', async () => {
    const asked = serveEpisode('transcribing')
    const user = userEvent.setup()
    renderPage('/e/ep1')
    await user.click(await screen.findByRole('button', { name: 'Delete' }))
    expect(asked.some(({ method }) => method === 'DELETE')).toBe(false)
    vi.unstubAllGlobals()
    const later = serve(({ method }) => json(method === 'DELETE' ? { ok: true } : { ok: true, episodes: [] }))
    await user.click(screen.getByRole('button', { name: 'Stop and delete' }))
    await waitFor(() => expect(window.location.pathname).toBe('/'))
    expect(later).toContainEqual(expect.objectContaining({ path: '/api/episodes/ep1', method: 'DELETE' }))
  })

  it('can’t be taken back once it is under way', async () => {
    serveEpisode('completed')
    const user = userEvent.setup()
    renderPage('/e/ep1')
    await user.click(await screen.findByRole('button', { name: 'Delete' }))
    vi.unstubAllGlobals()
    const barrier = newBarrier()
    serve(async ({ method }) => {
      if (method === 'DELETE') await barrier.passed
      return json({ ok: true, episodes: [] })
    })
    await user.click(screen.getAllByRole('button', { name: 'Delete' })[1]!)
    expect(screen.getByRole('button', { name: 'Keep it' })).toBeDisabled()
    fireEvent(screen.getByRole('dialog'), new Event('cancel'))
    expect(screen.getByRole('dialog')).toBeVisible()
    barrier.goOn()
    await waitFor(() => expect(window.location.pathname).toBe('/'))
  })

  it('is done when somebody else was quicker', async () => {
    serveEpisode('completed')
    const user = userEvent.setup()
    renderPage('/e/ep1')
    await user.click(await screen.findByRole('button', { name: 'Delete' }))
    vi.unstubAllGlobals()
    serve(({ method }) => (method === 'DELETE' ? json({ ok: false }, 404) : json({ ok: true, episodes: [] })))
    await user.click(screen.getAllByRole('button', { name: 'Delete' })[1]!)
    await waitFor(() => expect(window.location.pathname).toBe('/'))
  })
})
