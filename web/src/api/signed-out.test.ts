import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { json, serve } from '../testing/server'
import { request } from './request'
import { noticeSignedIn } from './signed-out'

const refusal = () => json({ ok: false, code: 'sign_in_needed', reason: 'this server wants a token', remedy: 'Sign in.' }, 401)

test('what is refused only after somebody has signed in is asked once more', async () => {
  const asked = serve(() => {
    if (asked.length > 1) return json({ ok: true })
    noticeSignedIn(new QueryClient())
    return refusal()
  })
  await expect(request('/api/queue', { method: 'PUT', body: { paused: true } })).resolves.toEqual({ ok: true })
  expect(asked.map(({ body }) => body)).toEqual([{ paused: true }, { paused: true }])
})

test('what is refused without that is refused', async () => {
  const asked = serve(refusal)
  await expect(request('/api/queue')).rejects.toMatchObject({ status: 401 })
  expect(asked).toHaveLength(1)
})
