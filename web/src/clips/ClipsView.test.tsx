import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Clip, Episode } from '../api/types'
import { renderPage } from '../testing/render'
import { aClip, anEpisode, json, progressAnswer, serve } from '../testing/server'

afterEach(() => vi.unstubAllGlobals())

const three = [aClip({ rank: 1 }), aClip({ rank: 2 }), aClip({ rank: 3 })]

function serveClips(clips: Clip[] = three, reason = '', episode: Partial<Episode> = {}) {
  return serve(({ path, method, body }) => {
    if (path === '/api/progress/ep1') return json(progressAnswer('completed', 100))
    if (path === '/api/episodes/ep1') return json({ episode: anEpisode(episode) })
    if (path.endsWith('/clips')) return json({ ok: true, ready: true, clips, default_clip_id: clips[0]?.id ?? null, no_clips_reason: reason })
    if (method === 'PUT') return json({ ok: true, title: (body as { title: string }).title })
    if (path.endsWith('/titles')) return json({ variants: ['Nobody decides', 'The bees'], chosen: 'Title 1' })
    if (path.endsWith('/words')) return json({ words: [{ t: 0, d: 0.3, w: 'Nobody' }, { t: 0.4, d: 0.3, w: 'decides.' }] })
    return json({ ok: false }, 404)
  })
}

async function cards() {
  return screen.findAllByTestId('clip-card')
}

function panel() {
  return within(screen.getByRole('region', { name: 'Clip' }))
}

describe('the clips', () => {
  it('come best first, each with score, place, length and reasons', async () => {
    serveClips()
    renderPage('/e/ep1')
    const [first] = await cards()
    expect(first).toHaveTextContent('Title 1')
    expect(first).toHaveTextContent('Score 94 of 100')
    expect(first).toHaveTextContent('1:40 · 42 s')
    expect(first).toHaveTextContent('Story with a turn')
    expect(panel().getByRole('heading', { name: 'Title 1' })).toBeVisible()
  })

  it('tell what the file measures, as far as it is known', async () => {
    const [render] = aClip().renders
    const unmeasured = { ...render!, format: 'square' as const, height: 1080, loudness_lufs: null, true_peak_dbtp: null }
    serveClips([aClip({ renders: [render!, unmeasured] })])
    renderPage('/e/ep1')
    await cards()
    expect(panel().getByRole('link', { name: /Video 9:16/ })).toHaveAttribute(
      'title',
      '1080 × 1920, 42 s, −14.0 LUFS, true peak −1.2 dBTP',
    )
    expect(panel().getByRole('link', { name: /Video 1:1/ })).toHaveAttribute('title', '1080 × 1080, 42 s')
  })

  it('are shown, and that the one of the address is not among them', async () => {
    serveClips()
    renderPage('/e/ep1/c/nope')
    expect(await screen.findByText(/^That clip is not here\./)).toBeVisible()
    expect(await cards()).toHaveLength(3)
    expect(window.location.pathname).toBe('/e/ep1')
    await userEvent.click(screen.getByRole('link', { name: 'Title 2' }))
    expect(screen.queryByText(/^That clip is not here\./)).not.toBeInTheDocument()
  })

  it('are walked with j and k, and the address follows', async () => {
    serveClips()
    const user = userEvent.setup()
    renderPage('/e/ep1')
    await cards()
    await user.keyboard('j')
    expect(window.location.pathname).toBe('/e/ep1/c/c2')
    expect(panel().getByRole('heading', { name: 'Title 2' })).toBeVisible()
    await user.keyboard('{ArrowDown}')
    expect(window.location.pathname).toBe('/e/ep1/c/c3')
    await user.keyboard('k')
    expect(window.location.pathname).toBe('/e/ep1/c/c2')
  })

  it('play and pause with space', async () => {
    serveClips()
    const user = userEvent.setup()
    renderPage('/e/ep1/c/c1')
    await cards()
    await user.keyboard(' ')
    expect(panel().getByRole('button', { name: 'Pause' })).toBeVisible()
    await user.keyboard(' ')
    expect(panel().getByRole('button', { name: 'Play' })).toBeVisible()
  })

  it('are downloaded with d', async () => {
    serveClips()
    const hrefs: string[] = []
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      hrefs.push(this.getAttribute('href') ?? '')
    })
    const user = userEvent.setup()
    renderPage('/e/ep1')
    await cards()
    await user.keyboard('d')
    expect(hrefs).toEqual(['/download-1?exp=99999999999'])
  })

  it('get fresh links before a download when theirs have ended', async () => {
    const stale = aClip({ renders: [{ ...three[0]!.renders[0]!, download_url: '/old?exp=1' }] })
    const served = [stale]
    const asked = serveClips(served)
    const hrefs: string[] = []
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      hrefs.push(this.getAttribute('href') ?? '')
    })
    const user = userEvent.setup()
    renderPage('/e/ep1')
    await cards()
    served[0] = aClip()
    await user.keyboard('d')
    await waitFor(() => expect(hrefs).toEqual(['/download-1?exp=99999999999']))
    expect(asked.filter(({ path }) => path.endsWith('/clips'))).toHaveLength(2)
  })

  it('can be set aside and brought back, and this browser remembers', async () => {
    serveClips()
    const user = userEvent.setup()
    const { unmount } = renderPage('/e/ep1')
    const [first] = await cards()
    await user.click(within(first!).getByRole('button', { name: 'Not this one' }))
    expect(await cards()).toHaveLength(2)
    unmount()
    renderPage('/e/ep1')
    expect(await cards()).toHaveLength(2)
    await user.click(screen.getByRole('button', { name: 'Bring back' }))
    expect(await cards()).toHaveLength(3)
  })

  it('can be kept', async () => {
    serveClips()
    renderPage('/e/ep1')
    const [first] = await cards()
    await userEvent.click(within(first!).getByRole('button', { name: 'Keep' }))
    expect(within(first!).getByRole('button', { name: 'Kept' })).toHaveAttribute('aria-pressed', 'true')
  })

  it('are renamed in place, with suggestions', async () => {
    const asked = serveClips()
    const user = userEvent.setup()
    renderPage('/e/ep1')
    await cards()
    await user.click(screen.getByRole('button', { name: 'Rename this clip' }))
    await user.click(screen.getByRole('button', { name: 'Suggest titles' }))
    await user.click(await screen.findByRole('button', { name: 'Nobody decides' }))
    await user.click(screen.getByRole('button', { name: 'Save' }))
    expect(await panel().findByRole('heading', { name: 'Nobody decides' })).toBeVisible()
    expect(asked).toContainEqual(
      expect.objectContaining({ path: '/api/clips/c1/title', method: 'PUT', body: { title: 'Nobody decides' } }),
    )
  })

  it('leave the title alone on Escape', async () => {
    const asked = serveClips()
    const user = userEvent.setup()
    renderPage('/e/ep1')
    await cards()
    await user.click(screen.getByRole('button', { name: 'Rename this clip' }))
    await user.keyboard('Other{Escape}')
    expect(panel().getByRole('heading', { name: 'Title 1' })).toBeVisible()
    expect(asked.some(({ method }) => method === 'PUT')).toBe(false)
  })

  it('say why there are none', async () => {
    serveClips([], 'no speech was found in this episode')
    renderPage('/e/ep1')
    expect(await screen.findByText('No speech was found in this episode.')).toBeVisible()
    expect(screen.getByRole('link', { name: 'Read the transcript' })).toBeVisible()
  })

  it('show all keys with a question mark', async () => {
    serveClips()
    const user = userEvent.setup()
    renderPage('/e/ep1')
    await cards()
    await user.keyboard('?')
    expect(screen.getByRole('dialog', { name: 'Keys' })).toBeVisible()
    await user.keyboard('j')
    expect(window.location.pathname).toBe('/e/ep1')
  })
})

describe('an episode without clips', () => {
  it('offers its transcript', async () => {
    serveClips([], 'nearly all of it is music')
    renderPage('/e/ep1')
    expect(await screen.findByText('Nearly all of it is music.')).toBeVisible()
    expect(screen.getByRole('link', { name: 'Read the transcript' })).toHaveAttribute('href', '/e/ep1/transcript')
  })

  it('does not offer one in which there is no word', async () => {
    serveClips([], 'no speech was found', { word_count: 0 })
    renderPage('/e/ep1')
    expect(await screen.findByText('No speech was found.')).toBeVisible()
    expect(await screen.findByText(/^Listen to the file/)).toBeVisible()
    expect(screen.queryByRole('link', { name: /transcript/i })).toBeNull()
  })
})
