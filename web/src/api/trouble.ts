import { sentence } from '../words/format'

// One kind of failure for everything that can go wrong between page and server.
// `status` 0 means that no answer came: the server is away or the network is.
export class Trouble extends Error {
  readonly status: number
  readonly code: string
  readonly remedy: string
  readonly retryAfterMs: number

  constructor(parts: { status: number; code?: string; reason: string; remedy?: string; retryAfterMs?: number }) {
    super(parts.reason)
    this.name = 'Trouble'
    this.status = parts.status
    this.code = parts.code ?? ''
    this.remedy = parts.remedy ?? ''
    this.retryAfterMs = parts.retryAfterMs ?? 0
  }

  get notFound(): boolean {
    return this.status === 404
  }

  // No such episode: it is not there any more, or never could be.
  get gone(): boolean {
    return this.notFound || this.status === 400
  }

  // The server wants a token before it answers this.
  get signInNeeded(): boolean {
    return this.status === 401 && this.code === 'sign_in_needed'
  }

  // What was sent can't be taken, so sending it once more would come to the same.
  get lasting(): boolean {
    return [400, 413, 415, 422].includes(this.status)
  }

  // Worth asking again without anyone changing anything.
  get passing(): boolean {
    return [0, 202, 423, 429].includes(this.status) || this.status >= 500
  }
}

const said: Record<number, readonly [reason: string, remedy: string]> = {
  0: ['PodPromo does not answer.', 'Check that it is still running, then try again.'],
  401: ['This server wants to know who you are.', 'Sign in with the access token of this server.'],
  404: ['This is not here any more.', 'Go back to your episodes.'],
  413: ['This file is larger than this server takes.', 'Choose a smaller file, or raise MAX_UPLOAD_BYTES and start the server again.'],
  415: ['This is not an audio or video file that we can read.', 'Choose an mp3, wav, m4a, aac, flac, ogg, opus, mp4, mov, mkv, webm or avi file.'],
  429: ['There were many uploads in a short time.', 'Wait a few minutes, then try again.'],
  507: ['There is no room left for this file.', 'Delete an episode that you no longer need, then try again.'],
}

const unknown = ['The server could not do this.', 'Try again. If it stays, look at the log of the server.'] as const

// The body of a failed answer may be a problem document, another JSON or nothing; each gives whole sentences.
export function troubleFrom(status: number, body: unknown, retryAfter: string | null): Trouble {
  const [reason, remedy] = said[status] ?? unknown
  return new Trouble({
    status,
    code: text(body, 'code'),
    reason: sentence(text(body, 'detail') || text(body, 'error') || text(body, 'message') || reason),
    remedy: sentence(text(body, 'remedy') || remedy),
    retryAfterMs: retryAfterMs(retryAfter),
  })
}

// Retry-After is a number of seconds or a date.
function retryAfterMs(text: string | null): number {
  if (text === null || text.trim() === '') return 0
  const seconds = Number(text)
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text) - Date.now()
  return Number.isFinite(wait) ? Math.max(0, wait) : 0
}

export function noAnswer(): Trouble {
  return troubleFrom(0, null, null)
}

export function asTrouble(error: unknown): Trouble {
  return error instanceof Trouble ? error : troubleFrom(500, null, null)
}

function text(body: unknown, key: string): string {
  if (typeof body !== 'object' || body === null) return ''
  const value = (body as Record<string, unknown>)[key]
  return typeof value === 'string' ? value : ''
}
