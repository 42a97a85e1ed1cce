import { cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Episode } from '../api/types'
import { rememberUnfinished, unfinishedUploads } from '../memory/unfinished'
import { renderPage } from '../testing/render'
import { anEpisode, json, progressAnswer, serve } from '../testing/server'
import { initialsOf } from './Cover'

beforeEach(() => vi.resetModules())
afterEach(() => vi.unstubAllGlobals())

function serveEpisodes(...episodes: Episode[]) {
  return serve(({ path }) => {
    if (path === '/ready') return json({ ok: true, detail: { upload: { max_bytes: 524_288_000 } } })
    return json({ ok: true, episodes })
  })
}

describe('the library', () => {
  it('says what to do first when it is empty', async () => {
    serveEpisodes()
    renderPage('/')
    expect(await screen.findByText('You bring an episode')).toBeVisible()
    expect(await screen.findByText('Audio or video, up to 500 MB. It stays on this machine.')).toBeVisible()
  })

  it('says where the sound goes when another server hears it', async () => {
    serve(({ path }) =>
      path === '/ready'
        ? json({ ok: true, detail: { model: { sound_goes_to: 'speech.example.org' } } })
        : json({ ok: true, episodes: [] }),
    )
    renderPage('/')
    const words = 'Audio or video. Its sound is sent to speech.example.org, which hears the words.'
    expect(await screen.findByText(words)).toBeVisible()
  })

  it('shows each episode with its state', async () => {
    const working = progressAnswer('transcribing', 44, { eta_seconds: 98 }).progress
    serveEpisodes(
      anEpisode({ id: 'a', title: 'Bees', status: 'transcribing', progress: working }),
      anEpisode({ id: 'b', title: 'City', clip_count: 12 }),
      anEpisode({ id: 'c', title: 'Talk', status: 'error', error: { stage: 'sound', reason: 'it is empty', remedy: '' } }),
      anEpisode({ id: 'd', title: 'Boats', clip_count: 0 }),
    )
    renderPage('/')
    const rows = await screen.findAllByRole('listitem')
    expect(rows[0]).toHaveTextContent('Hearing the words1 min 40 s left')
    expect(within(rows[0]!).getByRole('progressbar')).toHaveAttribute('aria-valuenow', '44')
    expect(rows[1]).toHaveTextContent('12 clips')
    expect(rows[2]).toHaveTextContent('The sound could not be readIt is empty.')
    expect(rows[3]).toHaveTextContent('No clips found')
    expect(within(rows[1]!).getByRole('link')).toHaveAttribute('href', '/e/b')
  })

  it('says so when the server is away, and offers to try again', async () => {
    let up = false
    serve(() => (up ? json({ ok: true, episodes: [anEpisode()] }) : json({ ok: false }, 400)))
    renderPage('/')
    const button = await screen.findByRole('button', { name: 'Try again' })
    up = true
    await userEvent.click(button)
    expect(await screen.findByText('Interview with a beekeeper')).toBeVisible()
  })

  it('is walked with j and k', async () => {
    serveEpisodes(anEpisode({ id: 'a', title: 'Bees' }), anEpisode({ id: 'b', title: 'City' }))
    const user = userEvent.setup()
    renderPage('/')
    await screen.findByText('Bees')
    await user.keyboard('jj')
    expect(screen.getByRole('link', { name: /City/ })).toHaveFocus()
    await user.keyboard('k')
    expect(screen.getByRole('link', { name: /Bees/ })).toHaveFocus()
  })

  it('refuses a file that is no media before anything is sent', async () => {
    serveEpisodes()
    renderPage('/')
    const [input] = await screen.findAllByTestId('file-picker')
    await userEvent.upload(input!, new File(['x'], 'notes.pdf'), { applyAccept: false })
    expect(await screen.findByRole('alert')).toHaveTextContent('This is not an audio or video file that we can read.')
  })
})

describe('the queue', () => {
  const working = progressAnswer('transcribing', 44, { eta_seconds: 170, eta_confidence: 'medium' }).progress
  const episodes = [
    anEpisode({ id: 'a', title: 'Bees', status: 'transcribing', progress: working }),
    anEpisode({ id: 'b', title: 'City', status: 'queued', progress: progressAnswer('queued', 1).progress }),
    anEpisode({ id: 'c', title: 'Boats', status: 'error', progress: progressAnswer('error', 30, { message: 'Stopped by you.' }).progress }),
  ]
  const queue = (paused: boolean) => ({
    ok: true,
    paused,
    running: [{ episodeId: 'a', title: 'Bees', stage: 'transcribing', percent: 44, attempt: 1 }],
    waiting: [{ episodeId: 'b', title: 'City', position: 1, attempt: 1 }],
  })

  it('tells each its place and how long it may take, and calls what was stopped stopped', async () => {
    serve(({ path }) => json(path === '/api/queue' ? queue(false) : { ok: true, episodes }))
    renderPage('/')
    expect(await screen.findByText('Next in line')).toBeVisible()
    expect(screen.getByText('About 3 min left')).toBeVisible()
    expect(screen.getByText('Stopped by you')).toBeVisible()
  })

  it('is paused after what is worked on, and gone on with', async () => {
    let paused = false
    const asked = serve(({ path, method, body }) => {
      if (method === 'PUT') paused = (body as { paused: boolean }).paused
      return json(path === '/api/queue' ? queue(paused) : { ok: true, episodes })
    })
    renderPage('/')
    await userEvent.click(await screen.findByRole('button', { name: 'Pause after this' }))
    expect(await screen.findByText('Paused after “Bees”. 1 episode waits.')).toBeVisible()
    expect(screen.getByText('Waiting; the queue is paused')).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Go on with the rest' }))
    expect(await screen.findByRole('button', { name: 'Pause after this' })).toBeVisible()
    expect(asked.filter(({ method }) => method === 'PUT').map(({ body }) => body)).toEqual([{ paused: true }, { paused: false }])
  })
})

describe('an upload of an earlier visit', () => {
  const file = new File(['12345678'], 'talk.mp3', { lastModified: 7 })

  function serveUpload(upload: Response) {
    rememberUnfinished(file, '/api/uploads/u1')
    return serve(({ path, method }) => {
      if (path === '/api/uploads/u1') return method === 'HEAD' ? upload : new Response(null, { status: 204 })
      return json({ ok: true, episodes: [] })
    })
  }

  it('says how far it was and asks for the same file', async () => {
    serveUpload(new Response(null, { headers: { 'Upload-Offset': '3', 'Upload-Length': '8' } }))
    renderPage('/')
    const uploads = await screen.findByRole('list', { name: 'Uploads' })
    expect(await within(uploads).findByText('stopped at 37 %')).toBeVisible()
    expect(within(uploads).getByRole('button', { name: 'Choose it again' })).toBeVisible()
  })

  it('is not spoken of when it came to its end, or is gone', async () => {
    serveUpload(new Response(null, { headers: { 'Upload-Offset': '8', 'Upload-Length': '8', 'Podpromo-Episode': 'e1' } }))
    renderPage('/')
    await waitFor(() => expect(unfinishedUploads()).toEqual([]))
    cleanup()
    serveUpload(new Response(null, { status: 410 }))
    renderPage('/')
    await waitFor(() => expect(unfinishedUploads()).toEqual([]))
  })
})

describe('a returning visitor', () => {
  async function returnTo(...episodes: Episode[]) {
    localStorage.setItem('podpromo.last-episode', '"ep1"')
    serveEpisodes(...episodes)
    // The offer is made when the page is loaded, so the page is loaded anew.
    const { renderPage: renderFresh } = await import('../testing/render')
    renderFresh('/')
  }

  it('is offered the last episode and not taken there', async () => {
    await returnTo(anEpisode())
    const offer = await screen.findByRole('region', { name: 'Go on where you were' })
    expect(offer).toHaveTextContent('Interview with a beekeeper is ready with 2 clips.')
    expect(window.location.pathname).toBe('/')
    expect(within(offer).getByRole('link', { name: 'Go on' })).toHaveAttribute('href', '/e/ep1')
  })

  it('may decline', async () => {
    await returnTo(anEpisode())
    await userEvent.click(await screen.findByRole('button', { name: 'Not now' }))
    expect(screen.queryByRole('region', { name: 'Go on where you were' })).not.toBeInTheDocument()
  })

  it('is not offered an episode that is gone', async () => {
    await returnTo(anEpisode({ id: 'other' }))
    await screen.findByText('Interview with a beekeeper')
    expect(screen.queryByRole('region', { name: 'Go on where you were' })).not.toBeInTheDocument()
  })
})

describe('initials', () => {
  it.each([
    ['Field Notes', 'FN'],
    ['The city that moved uphill', 'CT'],
    ['talk-final-2.mp4', 'TF'],
    ['Überall', 'Ü'],
    ['', ''],
  ])('of %s are %s', (name, initials) => expect(initialsOf(name)).toBe(initials))
})

