import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { renderPage } from '../testing/render'
import { anEpisode, json, serve, type Asked } from '../testing/server'

afterEach(() => vi.unstubAllGlobals())

const signInNeeded = { ok: false, code: 'sign_in_needed', detail: 'This server wants a token.' }

// A server with the token "right".
function serveGuarded(login: (asked: Asked) => Response) {
  let inside = false
  return serve((asked) => {
    if (asked.path === '/api/session') return json({ ok: true, required: true, signed_in: inside })
    if (asked.path === '/api/login') {
      const answer = login(asked)
      inside = answer.ok
      return answer
    }
    return inside ? json({ ok: true, episodes: [anEpisode()] }) : json(signInNeeded, 401)
  })
}

async function give(token: string) {
  await userEvent.type(await screen.findByLabelText('Access token'), token)
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
}

describe('signing in', () => {
  it('comes before everything else, and leads to what was wanted', async () => {
    const asked = serveGuarded(() => json({ ok: true }))
    renderPage('/?from=mail')
    expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Add episode' })).not.toBeInTheDocument()
    await give('right')
    expect(await screen.findByText('Interview with a beekeeper')).toBeVisible()
    expect(asked).toContainEqual(expect.objectContaining({ path: '/api/login', method: 'POST', body: { token: 'right' } }))
    expect(window.location.search).toBe('?from=mail')
    expect(screen.getByRole('button', { name: 'Sign out' })).toBeVisible()
  })

  it('says that a token is wrong', async () => {
    serveGuarded(() => json({ code: 'wrong_token' }, 401))
    renderPage('/')
    await give('nope')
    expect(await screen.findByRole('alert')).toHaveTextContent('That is not the token of this server. Check it and try again.')
    expect(screen.getByLabelText('Access token')).toHaveAttribute('aria-invalid', 'true')
  })

  it('says how long to wait after too many tries', async () => {
    serveGuarded(() => json({ code: 'slowed' }, 429, { 'Retry-After': '30' }))
    renderPage('/')
    await give('nope')
    expect(await screen.findByText(/There were too many tries\. Wait \d+ s, then try again\./)).toBeVisible()
    expect(screen.getByRole('button', { name: /^Wait \d+ s$/ })).toBeDisabled()
  })

  it('is asked for when an answer says so, whatever the session said before', async () => {
    serve(({ path }) => (path === '/api/session' ? json({ ok: true, required: true, signed_in: true }) : json(signInNeeded, 401)))
    renderPage('/')
    expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeVisible()
  })

  it('is not asked for by a server that has no such thing', async () => {
    serve(({ path }) => (path === '/api/episodes' ? json({ ok: true, episodes: [anEpisode()] }) : json({ ok: false }, 404)))
    renderPage('/')
    expect(await screen.findByText('Interview with a beekeeper')).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Sign out' })).not.toBeInTheDocument()
  })
})
