import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Transcript } from '../api/types'
import { renderPage } from '../testing/render'
import { aTranscript, anEpisode, json, progressAnswer, serve } from '../testing/server'

afterEach(() => vi.unstubAllGlobals())

function serveTranscript(parts: Partial<Transcript>) {
  let transcript = aTranscript(parts)
  return serve(({ path, method, body }) => {
    if (path === '/api/progress/ep1') return json(progressAnswer('completed', 100))
    if (path === '/api/episodes/ep1') return json({ ok: true, episode: anEpisode() })
    if (method === 'PUT') transcript = { ...transcript, ...(body as Partial<Transcript>) }
    if (path === '/api/transcript/ep1') return json(transcript, 200, { ETag: '"1"' })
    return json({ ok: false }, 404)
  })
}

const suggested = [{ speaker: 0, name: 'Anna', sentence: 'I’m Anna.' }]

describe('a suggested name', () => {
  it('is told with the sentence that says it, until the speaker has it', async () => {
    serveTranscript({ suggested_names: suggested })
    renderPage('/e/ep1/transcript')
    const names = await screen.findByRole('list', { name: 'Names that were said' })
    expect(names).toHaveTextContent('Speaker 1 may be Anna: I’m Anna.')
  })

  it('is gone once the speaker has it', async () => {
    serveTranscript({ speakers: ['Anna', 'Speaker 2'], suggested_names: suggested })
    renderPage('/e/ep1/transcript')
    expect(await screen.findByText('Nobody does.')).toBeVisible()
    expect(screen.queryByRole('list', { name: 'Names that were said' })).toBeNull()
  })

  it('is taken with one click, and never by itself', async () => {
    const asked = serveTranscript({ suggested_names: [...suggested, { speaker: 1, name: 'Ben', sentence: 'Welcome, Ben.' }] })
    renderPage('/e/ep1/transcript')
    await userEvent.click(await screen.findByRole('button', { name: 'Call Speaker 1 Anna' }))
    expect(await screen.findByRole('button', { name: 'Rename Anna' })).toBeVisible()
    await waitFor(() => expect(screen.getByRole('button', { name: 'Call Speaker 2 Ben' })).toHaveFocus())
    expect(asked.filter(({ method }) => method === 'PUT').map(({ body }) => body)).toEqual([{ speakers: ['Anna', 'Speaker 2'] }])
  })

  it('can’t be taken while the rest is heard', async () => {
    serveTranscript({ suggested_names: suggested, partial: true })
    renderPage('/e/ep1/transcript')
    expect(await screen.findByText('Anna')).toBeVisible()
    expect(screen.queryByRole('button', { name: /^Call/ })).toBeNull()
  })
})
