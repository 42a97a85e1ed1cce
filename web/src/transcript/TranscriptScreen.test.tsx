import { screen, within } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Transcript } from '../api/types'
import { renderPage } from '../testing/render'
import { anEpisode, json, progressAnswer, serve } from '../testing/server'

afterEach(() => vi.unstubAllGlobals())

function serveTranscript(parts: Partial<Transcript>) {
  const transcript = { ok: true, episode_id: 'ep1', partial: false, language: 'en', words: [], suggested_names: [], ...parts }
  return serve(({ path }) => {
    if (path === '/api/progress/ep1') return json(progressAnswer('completed', 100))
    if (path === '/api/episodes/ep1') return json({ ok: true, episode: anEpisode() })
    if (path === '/api/transcript/ep1') return json(transcript)
    return json({ ok: false }, 404)
  })
}

const talk = [
  { start: 0, end: 2, text: 'I’m Anna.', speaker: 0 },
  { start: 2, end: 3, text: 'We talk about bees.', speaker: 0 },
  { start: 4, end: 5, text: 'Thank you.', speaker: 1 },
]

describe('a transcript', () => {
  it('says who speaks where that changes', async () => {
    serveTranscript({ speakers: ['Speaker 1', 'Speaker 2'], sentences: talk })
    renderPage('/e/ep1/transcript')
    const items = within(await screen.findByRole('list')).getAllByRole('listitem')
    expect(items.map((item) => within(item).queryByText(/^Speaker \d$/)?.textContent)).toEqual(['Speaker 1', undefined, 'Speaker 2'])
  })

  it('does not number who speaks alone', async () => {
    serveTranscript({ speakers: ['Speaker 1'], sentences: talk.slice(0, 2) })
    renderPage('/e/ep1/transcript')
    expect(await screen.findByText('We talk about bees.')).toBeVisible()
    expect(screen.queryByText('Speaker 1')).toBeNull()
  })

  it('offers the names that were said, with the sentence', async () => {
    serveTranscript({
      speakers: ['Speaker 1', 'Speaker 2'],
      sentences: talk,
      suggested_names: [{ speaker: 0, name: 'Anna', sentence: 'I’m Anna.' }],
    })
    renderPage('/e/ep1/transcript')
    const names = await screen.findByRole('list', { name: 'Names that were said' })
    expect(names).toHaveTextContent('Speaker 1 may be Anna: I’m Anna.')
  })
})
