import { screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Transcript } from '../api/types'
import { renderPage } from '../testing/render'
import { aTranscript, anEpisode, json, progressAnswer, serve } from '../testing/server'

afterEach(() => vi.unstubAllGlobals())

function serveTranscript(parts: Partial<Transcript>) {
  const transcript = aTranscript(parts)
  return serve(({ path }) => {
    if (path === '/api/progress/ep1') return json(progressAnswer('completed', 100))
    if (path === '/api/episodes/ep1') return json({ ok: true, episode: anEpisode() })
    if (path === '/api/transcript/ep1') return json(transcript)
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
})
