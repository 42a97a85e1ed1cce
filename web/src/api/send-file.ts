import type { DetailedError, Upload } from 'tus-js-client'
import { request } from './request'
import { newSignInWatch } from './signed-out'
import { asTrouble, noAnswer, troubleFrom, type Trouble } from './trouble'
import type { EpisodeId } from './types'

export interface Arrival {
  id: EpisodeId
  // The same content was here already; `id` is the episode it became then.
  duplicate: boolean
}

export interface SendEvents {
  // From here the upload can be gone on with, also by another visit to the page.
  begun: (url: string) => void
  // What has left this machine, and what the server has put down for good.
  sent: (bytes: number) => void
  kept: (bytes: number) => void
  done: (arrival: Arrival) => void
  failed: (trouble: Trouble) => void
}

const endpoint = '/api/uploads'

// A connection can die without a word, and the browser waits for it much longer than a person would.
export const silenceMs = 60_000

// What the server is told of a file when it is sent from its beginning.
export interface SendFacts {
  // What is said in an episode to come, sent before it.
  kind?: 'transcript'
  // The upload that brought the transcript of this episode.
  transcript?: string
}

// Makes one attempt to send a file by the tus protocol, from its beginning or from where `url` stands. What has arrived
// stays on the server when it fails. The returned function stops it, and nothing is called after that.
export function sendFile(file: File, url: string | null, events: SendEvents, facts: SendFacts = {}): () => void {
  let upload: Upload | null = null
  let stopped = false
  const unless = <Args extends unknown[]>(call: (...args: Args) => void) => {
    return (...args: Args) => {
      if (!stopped) call(...args)
    }
  }
  const failed = unless(events.failed)
  let silence: ReturnType<typeof setTimeout> | undefined
  const stop = () => {
    stopped = true
    clearTimeout(silence)
    void upload?.abort().catch(() => undefined)
  }
  const heard = (patienceMs = silenceMs) => {
    clearTimeout(silence)
    silence = setTimeout(() => {
      stop()
      events.failed(noAnswer())
    }, patienceMs)
  }
  let signedInSince = newSignInWatch()
  const start = () => {
    signedInSince = newSignInWatch()
    heard()
    upload?.start()
  }
  const begin = async () => {
    const tus = await import('tus-js-client')
    if (stopped) return
    const arrival = newArrival(url)
    upload = new tus.Upload(file, {
      // Without an endpoint the client does not begin anew when the server stumbles over what is there.
      ...(url === null ? { endpoint } : { uploadUrl: url }),
      metadata: { filename: file.name, filetype: file.type, ...facts },
      // The page remembers by itself, and the queue knows when to try again.
      storeFingerprintForResuming: false,
      retryDelays: null,
      onUploadUrlAvailable: unless(() => {
        const at = new URL(upload?.url ?? endpoint, window.location.href).pathname
        arrival.at(at)
        events.begun(at)
      }),
      onProgress: unless((bytes, total) => {
        // With all of it the server may take its time.
        heard(bytes === total ? 10 * silenceMs : silenceMs)
        events.sent(bytes)
      }),
      onAfterResponse: unless((_, response) => {
        heard()
        arrival.hear((name) => response.getHeader(name))
        const kept = Number(response.getHeader('Upload-Offset') ?? '0')
        if (kept > 0) events.kept(kept)
      }),
      onSuccess: unless(() => {
        clearTimeout(silence)
        events.done(arrival.made())
      }),
      onError: unless((error) => {
        clearTimeout(silence)
        const trouble = troubleOf(error)
        if (trouble.signInNeeded && signedInSince()) start()
        else events.failed(trouble)
      }),
    })
    start()
  }
  begin().catch(() => failed(noAnswer()))
  return stop
}

// Takes back what has arrived of an upload, once the server has noticed that nothing more comes. That it may be gone already is no failure.
export async function dropUpload(url: string): Promise<void> {
  const { Upload: Tus } = await import('tus-js-client')
  await Tus.terminate(url, { retryDelays: [300, 1000, 3000] }).catch(() => undefined)
}

// Gives the upload at `url`, which is under way, the transcript that another upload brought, or none. Fails with Trouble.
export async function giveTranscript(url: string, transcript: string | null): Promise<void> {
  const at = `${url}/transcript`
  if (transcript === null) await request(at, { method: 'DELETE' })
  else await request(at, { method: 'PUT', body: { upload: transcript } })
}

function newArrival(url: string | null) {
  let id = idOf(url ?? '')
  let duplicate = false
  return {
    at: (found: string) => (id = idOf(found)),
    hear: (header: (name: string) => string | undefined) => {
      id = header('Podpromo-Episode') ?? id
      duplicate = header('Podpromo-Duplicate') === 'true'
    },
    made: (): Arrival => ({ id, duplicate }),
  }
}

function idOf(url: string): EpisodeId {
  return url.split('/').at(-1) ?? ''
}

function troubleOf(error: Error | DetailedError): Trouble {
  if (!('originalResponse' in error)) return asTrouble(error)
  const response = error.originalResponse
  if (response === null || response.getStatus() === 0) return noAnswer()
  return troubleFrom(response.getStatus(), parsed(response.getBody()), response.getHeader('Retry-After') ?? null)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}
