import { newSignInWatch } from './signed-out'
import { noAnswer, troubleFrom } from './trouble'

interface Wish {
  method?: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE'
  body?: unknown
  signal?: AbortSignal | undefined
  // Ask with the last ETag, and answer with what it stood for when nothing has changed.
  conditional?: boolean
  headers?: Record<string, string>
}

interface Answered {
  status: number
  body: unknown
  etag: string
}

// A server that takes the request and then says nothing counts as one that does not answer.
const patienceMs = 15_000
const remembered = new Map<string, { etag: string; body: unknown }>()

// Sends one request and gives the JSON of a 200…299 answer. Fails with Trouble, or with the abort of `signal`.
export async function request<T>(path: string, wish: Wish = {}): Promise<T> {
  return (await exchange(path, wish)).body as T
}

// The headers of a 200…299 answer, without a body. Fails as request does.
export async function look(path: string, headers: Record<string, string>, signal?: AbortSignal): Promise<Headers> {
  const { response, body } = await send(path, { method: 'HEAD', headers, signal }, undefined)
  if (!response.ok) throw troubleFrom(response.status, body, response.headers.get('Retry-After'))
  return response.headers
}

export async function exchange(path: string, wish: Wish = {}): Promise<Answered> {
  const known = wish.conditional ? remembered.get(path) : undefined
  const { response, body } = await send(path, wish, known?.etag)
  if (response.status === 304 && known) return { status: 200, body: known.body, etag: known.etag }
  if (!response.ok) {
    remembered.delete(path)
    throw troubleFrom(response.status, body, response.headers.get('Retry-After'))
  }
  if (body === undefined) throw troubleFrom(502, null, null)
  const etag = response.headers.get('ETag') ?? ''
  if (wish.conditional && etag) remembered.set(path, { etag, body })
  if (response.status === 202 && wish.method === undefined) {
    throw troubleFrom(202, body, response.headers.get('Retry-After'))
  }
  return { status: response.status, body, etag }
}

async function send(path: string, wish: Wish, etag: string | undefined) {
  const signedInSince = newSignInWatch()
  const answered = await sendOnce(path, wish, etag)
  return answered.response.status === 401 && signedInSince() ? sendOnce(path, wish, etag) : answered
}

async function sendOnce(path: string, wish: Wish, etag: string | undefined) {
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), patienceMs)
  const giveUp = () => patience.abort()
  wish.signal?.addEventListener('abort', giveUp)
  try {
    const response = await fetch(path, {
      method: wish.method ?? 'GET',
      headers: {
        Accept: 'application/json',
        ...wish.headers,
        ...(wish.body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(etag === undefined ? {} : { 'If-None-Match': etag }),
      },
      ...(wish.body === undefined ? {} : { body: JSON.stringify(wish.body) }),
      signal: patience.signal,
    })
    return { response, body: await json(response, patience.signal) }
  } catch (error) {
    if (wish.signal?.aborted) throw error
    throw noAnswer()
  } finally {
    clearTimeout(timer)
    wish.signal?.removeEventListener('abort', giveUp)
  }
}

async function json(response: Response, signal: AbortSignal): Promise<unknown> {
  try {
    return (await response.json()) as unknown
  } catch (error) {
    if (signal.aborted) throw error
    return undefined
  }
}
