import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Transcript } from '../api/types'
import { renderPage } from '../testing/render'
import { aClip, anEpisode, aTranscript, json, newBarrier, progressAnswer, serve } from '../testing/server'

afterEach(() => vi.unstubAllGlobals())

interface Body {
  words?: { w: string; speaker?: number }[]
  speakers?: string[]
}

// A server that keeps corrections, which may make a sentence begin elsewhere, and refuses those of another transcript than it has.
function serveTranscript(first: Transcript = aTranscript()) {
  let transcript = first
  let version = 1
  const state = {
    asked: [] as ReturnType<typeof serve>,
    // Awaited before a correction is answered.
    busy: Promise.resolve(),
    insertMeanwhile: (text: string) => {
      const [one, two] = transcript.sentences
      transcript = { ...transcript, sentences: [one!, { ...two!, start: two!.start - 0.3, text }, two!] }
      version += 1
    },
    changeMeanwhile: (text: string) => {
      const [one, two] = transcript.sentences
      transcript = { ...transcript, sentences: [one!, { ...two!, start: two!.start + 0.2, text }] }
      version += 1
    },
  }
  const answer = () => json(transcript, 200, { ETag: `"${version}"` })
  state.asked = serve(async ({ path, method, headers, body }) => {
    if (path === '/api/progress/ep1') return json(progressAnswer('completed', 100))
    if (path === '/api/episodes/ep1') return json({ episode: anEpisode() })
    if (path.endsWith('/clips')) return json({ ok: true, ready: true, clips: [aClip({ start_s: 9, end_s: 20 })], default_clip_id: 'c1', no_clips_reason: '' })
    if (path !== '/api/transcript/ep1') return json({ ok: false }, 404)
    if (method !== 'PUT') return answer()
    await state.busy
    if (headers['If-Match'] !== `"${version}"`) return json({ detail: 'changed' }, 412)
    const { words, speakers } = body as Body
    const text = words?.slice(2).map((word) => word.w).join(' ')
    if (text === 'refuse') return json({ detail: 'no word would be left', remedy: 'keep one' }, 422)
    if (text) state.changeMeanwhile(text)
    if (words?.length === transcript.words.length) {
      transcript = { ...transcript, words: transcript.words.map((word, at) => ({ ...word, ...words[at] })) }
    }
    if (speakers) transcript = { ...transcript, speakers }
    version += 1
    return answer()
  })
  return state
}

async function correctAnswer(text: string) {
  const user = userEvent.setup()
  await user.click(await screen.findByRole('button', { name: 'Correct “Nobody does.”' }))
  const field = screen.getByLabelText('Correct this sentence')
  expect(field).toHaveFocus()
  await user.clear(field)
  await user.type(field, text)
  return user
}

// Saves a sentence, whose answer waits for `goOn`, and opens another one.
async function correctTheNextBeforeTheAnswer(text: string) {
  const barrier = newBarrier()
  serveTranscript().busy = barrier.passed
  renderPage('/e/ep1/transcript')
  const user = await correctAnswer(text)
  await user.keyboard('{Enter}')
  await user.click(screen.getByText('Who decides?'))
  return { user, goOn: barrier.goOn }
}

describe('a sentence', () => {
  it('is corrected in its place, saved by Enter, and the focus stays there', async () => {
    const { asked } = serveTranscript()
    renderPage('/e/ep1/transcript')
    const user = await correctAnswer('Nobody ever does.')
    await user.keyboard('{Enter}')
    await waitFor(() => expect(screen.getByRole('button', { name: 'Correct “Nobody ever does.”' })).toHaveFocus())
    expect(screen.getAllByRole('status').map((each) => each.textContent)).toContain('Saved. Your clips and captions say it too.')
    const put = asked.find((one) => one.method === 'PUT')
    expect(put?.headers['If-Match']).toBe('"1"')
    expect(put?.body).toEqual({
      words: [{ w: 'Who', speaker: 0 }, { w: 'decides?', speaker: 0 }, { w: 'Nobody', speaker: 1 }, { w: 'ever', speaker: 1 }, { w: 'does.', speaker: 1 }],
    })
  })

  it('is left as it was by Escape', async () => {
    const { asked } = serveTranscript()
    renderPage('/e/ep1/transcript')
    const user = await correctAnswer('Everybody.')
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.getByRole('button', { name: 'Correct “Nobody does.”' })).toHaveFocus())
    expect(screen.getByText('Nobody does.')).toBeVisible()
    expect(asked.filter((one) => one.method === 'PUT')).toEqual([])
  })

  it('opens by a click on its words', async () => {
    serveTranscript()
    renderPage('/e/ep1/transcript')
    await userEvent.click(await screen.findByText('Who decides?'))
    expect(screen.getByLabelText('Correct this sentence')).toHaveValue('Who decides?')
  })

  it('keeps what was typed when somebody else was quicker', async () => {
    const server = serveTranscript()
    renderPage('/e/ep1/transcript')
    const user = await correctAnswer('Nobody ever does.')
    server.changeMeanwhile('No one does.')
    await user.keyboard('{Enter}')
    expect(await screen.findByRole('alert')).toHaveTextContent('Somebody changed this transcript meanwhile.')
    await user.click(screen.getByRole('button', { name: 'Load the transcript' }))
    expect(await screen.findByText('It reads now: No one does.')).toBeVisible()
    expect(screen.getByLabelText('Correct this sentence')).toHaveValue('Nobody ever does.')
    await user.click(screen.getByRole('button', { name: 'Save' }))
    expect(await screen.findByRole('button', { name: 'Correct “Nobody ever does.”' })).toBeVisible()
  })

  it('keeps what was typed when there is one more before it', async () => {
    const server = serveTranscript()
    renderPage('/e/ep1/transcript')
    const user = await correctAnswer('Nobody ever does.')
    server.insertMeanwhile('Well.')
    await user.keyboard('{Enter}')
    await user.click(await screen.findByRole('button', { name: 'Load the transcript' }))
    expect(await screen.findByText('Well.')).toBeVisible()
    expect(screen.getByLabelText('Correct this sentence')).toHaveValue('Nobody ever does.')
  })

  it('that is saved late leaves the next one alone that is corrected by then', async () => {
    const { user, goOn } = await correctTheNextBeforeTheAnswer('Nobody ever does.')
    await user.type(screen.getByLabelText('Correct this sentence'), ' Nobody')
    goOn()
    expect(await screen.findByText('Nobody ever does.')).toBeVisible()
    await waitFor(() => expect(screen.getAllByRole('status').some((each) => each.textContent.startsWith('Saved.'))).toBe(true))
    expect(screen.getByLabelText('Correct this sentence')).toHaveValue('Who decides? Nobody')
    expect(screen.getByLabelText('Correct this sentence')).toHaveFocus()
  })

  it('that could not be saved says so too when the next one is corrected by then', async () => {
    const { user, goOn } = await correctTheNextBeforeTheAnswer('refuse')
    goOn()
    expect(await screen.findByRole('alert')).toHaveTextContent('“refuse” was not saved. No word would be left.Keep one.')
    expect(screen.getByLabelText('Correct this sentence')).toHaveFocus()
    await user.click(screen.getByRole('button', { name: 'Close' }))
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('says why it could not be saved', async () => {
    serveTranscript()
    renderPage('/e/ep1/transcript')
    const user = await correctAnswer('refuse')
    await user.keyboard('{Enter}')
    expect(await screen.findByRole('alert')).toHaveTextContent('No word would be left.Keep one.')
  })

  it('is reached by one Tab, the next by arrows', async () => {
    serveTranscript()
    renderPage('/e/ep1/transcript')
    const first = await screen.findByRole('button', { name: 'Correct “Who decides?”' })
    const second = screen.getByRole('button', { name: 'Correct “Nobody does.”' })
    expect([first.tabIndex, second.tabIndex]).toEqual([0, -1])
    first.focus()
    await userEvent.keyboard('{ArrowDown}')
    expect(second).toHaveFocus()
    expect([first.tabIndex, second.tabIndex]).toEqual([-1, 0])
    await userEvent.keyboard('{ArrowRight}{ArrowUp}')
    expect(screen.getByRole('button', { name: 'Who says “Who decides?”' })).toHaveFocus()
    expect(screen.getAllByRole('button').filter((each) => each.tabIndex === 0 && /^(Correct|Who says)/.test(each.getAttribute('aria-label') ?? ''))).toHaveLength(1)
  })

  it('can’t be corrected while the rest is heard', async () => {
    serveTranscript(aTranscript({ partial: true }))
    renderPage('/e/ep1/transcript')
    expect(await screen.findByText('Nobody does.')).toBeVisible()
    expect(screen.queryByRole('button', { name: /^Correct/ })).toBeNull()
    expect(screen.queryByText('Download')).toBeNull()
  })
})

describe('an episode in which nobody speaks', () => {
  it('says so, and has nothing to download', async () => {
    serveTranscript(aTranscript({ words: [], sentences: [], speakers: [] }))
    renderPage('/e/ep1/transcript')
    expect(await screen.findByText('No speech was found in this episode.')).toBeVisible()
    expect(screen.queryByText('Download')).toBeNull()
  })
})

describe('a speaker', () => {
  it('is named, here and where they take over', async () => {
    const { asked } = serveTranscript()
    const user = userEvent.setup()
    renderPage('/e/ep1/transcript')
    await user.click(await screen.findByRole('button', { name: 'Rename Speaker 2' }))
    await user.clear(screen.getByLabelText('Name of Speaker 2'))
    await user.type(screen.getByLabelText('Name of Speaker 2'), 'Anna{Enter}')
    await waitFor(() => expect(screen.getByRole('button', { name: 'Rename Anna' })).toHaveFocus())
    expect(asked.find((one) => one.method === 'PUT')?.body).toEqual({ speakers: ['Speaker 1', 'Anna'] })
    expect(screen.getAllByText('Anna')).toHaveLength(2)
  })
})

describe('who says a sentence', () => {
  async function open(sentence: string) {
    const user = userEvent.setup()
    await user.click(await screen.findByRole('button', { name: `Who says “${sentence}”` }))
    return user
  }

  it('is chosen among the speakers, and the focus stays there', async () => {
    const { asked } = serveTranscript()
    renderPage('/e/ep1/transcript')
    const user = await open('Nobody does.')
    expect(screen.getByRole('radio', { name: 'Speaker 2' })).toHaveFocus()
    await user.click(screen.getByRole('radio', { name: 'Speaker 1' }))
    await user.keyboard('{Enter}')
    await waitFor(() => expect(screen.getByRole('button', { name: 'Who says “Nobody does.”' })).toHaveFocus())
    expect(asked.find((one) => one.method === 'PUT')?.body).toEqual({
      words: ['Who', 'decides?', 'Nobody', 'does.'].map((w) => ({ w, speaker: 0 })),
    })
    expect(screen.getAllByRole('status').map((each) => each.textContent)).toContain('Saved. Your clips and captions say it too.')
  })

  it('may be somebody whom nobody told apart', async () => {
    const { asked } = serveTranscript()
    renderPage('/e/ep1/transcript')
    const user = await open('Nobody does.')
    await user.click(screen.getByRole('radio', { name: 'Somebody else' }))
    expect(screen.getByRole('button', { name: 'Save' })).toBeDisabled()
    await user.type(screen.getByLabelText('Their name'), 'Ben{Enter}')
    await screen.findByRole('button', { name: 'Rename Ben' })
    expect(asked.find((one) => one.method === 'PUT')?.body).toMatchObject({ speakers: ['Speaker 1', 'Speaker 2', 'Ben'] })
  })

  it('may be changed for all until the next change', async () => {
    const plain = aTranscript()
    const alone = { ...plain, words: plain.words.map((word) => ({ ...word, speaker: 1 })) }
    const { asked } = serveTranscript(alone)
    renderPage('/e/ep1/transcript')
    const user = await open('Who decides?')
    await user.click(screen.getByRole('radio', { name: 'Speaker 1' }))
    await user.click(screen.getByRole('radio', { name: 'All from here to the end (2 sentences)' }))
    await user.click(screen.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(asked.some((one) => one.method === 'PUT')).toBe(true))
    expect((asked.find((one) => one.method === 'PUT')?.body as Body).words?.map(({ speaker }) => speaker)).toEqual([0, 0, 0, 0])
  })

  it('is left as it was by Escape', async () => {
    const { asked } = serveTranscript()
    renderPage('/e/ep1/transcript')
    const user = await open('Who decides?')
    await user.keyboard('{ArrowDown}{Escape}')
    await waitFor(() => expect(screen.getByRole('button', { name: 'Who says “Who decides?”' })).toHaveFocus())
    expect(asked.filter((one) => one.method === 'PUT')).toEqual([])
  })

  it('keeps what was chosen when somebody else was quicker', async () => {
    const server = serveTranscript()
    renderPage('/e/ep1/transcript')
    const user = await open('Nobody does.')
    await user.click(screen.getByRole('radio', { name: 'Speaker 1' }))
    server.changeMeanwhile('No one does.')
    await user.click(screen.getByRole('button', { name: 'Save' }))
    expect(await screen.findByRole('alert')).toHaveTextContent('Somebody changed this transcript meanwhile.')
    await user.click(screen.getByRole('button', { name: 'Load the transcript' }))
    expect(await screen.findByText('No one does.')).toBeVisible()
    expect(screen.getByRole('radio', { name: 'Speaker 1' })).toBeChecked()
    await user.click(screen.getByRole('button', { name: 'Save' }))
    expect(await screen.findByRole('button', { name: 'Who says “Nobody does.”' })).toBeVisible()
  })
})

describe('the transcript', () => {
  it('is downloaded in five forms', async () => {
    serveTranscript()
    renderPage('/e/ep1/transcript')
    await userEvent.click(await screen.findByText('Download'))
    const menu = within(screen.getByText('Download').closest('details')!)
    expect(menu.getAllByRole('link').map((link) => link.getAttribute('href'))).toEqual(
      ['txt', 'srt', 'vtt', 'podcast', 'json'].map((form) => `/api/transcript/ep1?format=${form}&download=1`),
    )
  })
})
