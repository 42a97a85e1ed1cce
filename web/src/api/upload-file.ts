import { noAnswer, troubleFrom, type Trouble } from './trouble'
import type { Uploaded } from './types'

export interface UploadEvents {
  sent: (bytes: number, total: number) => void
  done: (uploaded: Uploaded) => void
  failed: (trouble: Trouble) => void
}

// Sends a file with progress, which fetch cannot tell. The returned function stops it; no event follows then.
export function uploadFile(file: File, events: UploadEvents): () => void {
  const xhr = new XMLHttpRequest()
  const form = new FormData()
  form.append('file', file)
  xhr.open('POST', '/api/upload')
  xhr.setRequestHeader('Accept', 'application/json')
  xhr.upload.onprogress = (event) => events.sent(Math.min(event.loaded, file.size), file.size)
  xhr.onload = () => {
    const body = parsed(xhr.responseText)
    if (xhr.status >= 200 && xhr.status < 300 && isUploaded(body)) events.done(body)
    else events.failed(troubleFrom(xhr.status < 400 ? 502 : xhr.status, body, xhr.getResponseHeader('Retry-After')))
  }
  xhr.onerror = () => events.failed(noAnswer())
  xhr.send(form)
  return () => xhr.abort()
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

function isUploaded(body: unknown): body is Uploaded {
  return typeof body === 'object' && body !== null && 'episodeId' in body && typeof body.episodeId === 'string'
}
