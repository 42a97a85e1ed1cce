// Uploads by the tus protocol, in memory: core, creation and termination. Only the length and a checksum of what came
// are kept. A rule may cut an upload after some bytes (`cutAfter`) or let it trickle (`bytesPerSecond`).
// A transcript goes before the episode that names it, or is given to one under way; one with "broken" in its name can't
// be read.
import { createHash, randomUUID } from 'node:crypto'
import { problem } from './answers.mjs'

const version = { 'Tus-Resumable': '1.0.0' }

// `finish(upload)` takes in what is complete and gives { id, duplicate }.
export function newUploads(finish) {
  let uploads = new Map()

  const say = (res, status, headers = {}) => res.writeHead(status, { ...version, 'Cache-Control': 'no-store', ...headers }).end()
  const refuse = (res, reason, remedy) => problem(res, 400, 'bad_request', reason, remedy, version)
  const standing = (upload) => ({
    'Upload-Offset': upload.offset,
    ...(upload.made ? { 'Podpromo-Episode': upload.made.id } : {}),
    ...(upload.made?.duplicate ? { 'Podpromo-Duplicate': 'true' } : {}),
  })

  const create = (req, res) => {
    const id = randomUUID().replaceAll('-', '')
    const metadata = metadataOf(req.headers['upload-metadata'] ?? '')
    const words = uploads.get(metadata.transcript)
    if (metadata.transcript && words?.offset !== words?.length) return refuse(res, 'the transcript that this upload names isn\'t here', 'Send the transcript again, then the episode.')
    uploads.set(id, { id, length: Number(req.headers['upload-length']), offset: 0, sum: createHash('sha256'), metadata, words: words?.metadata.filename, made: null, writer: null })
    say(res, 201, { Location: `/api/uploads/${id}` })
  }

  const append = async (req, res, upload) => {
    if (Number(req.headers['upload-offset']) !== upload.offset) return say(res, 409)
    const end = upload.offset + (req.cutAfter ?? Infinity)
    upload.writer = req
    for await (const piece of req) {
      // Somebody came back for it while bytes of the cut connection were still trickling in.
      if (upload.writer !== req) return req.socket.destroy()
      const kept = piece.subarray(0, Math.max(0, end - upload.offset))
      upload.sum.update(kept)
      upload.offset += kept.length
      if (upload.offset >= end) return req.socket.destroy()
      await req.trickle?.(piece.length)
    }
    const isTranscript = upload.metadata.kind === 'transcript'
    if (isTranscript && upload.metadata.filename.includes('broken')) {
      uploads.delete(upload.id)
      return refuse(res, 'the file is no transcript that PodPromo knows', 'Give a transcript as SRT, WebVTT, Podcasting 2.0 JSON or plain text (.txt), or leave it out.')
    }
    if (!isTranscript && upload.offset === upload.length) upload.made ??= finish({ ...upload, digest: upload.sum.digest('hex') })
    say(res, 204, standing(upload))
  }

  const changeTranscript = async (req, res, upload) => {
    let body = ''
    for await (const piece of req) body += piece
    upload.words = req.method === 'PUT' ? uploads.get(JSON.parse(body).upload)?.metadata.filename : undefined
    res.writeHead(200, { 'Content-Type': 'application/json' }).end('{"ok":true}')
  }

  return {
    clear: () => (uploads = new Map()),
    async handle(req, res, path) {
      const [id, part] = path.split('/')
      if (req.method === 'OPTIONS') return say(res, 204, { 'Tus-Version': '1.0.0', 'Tus-Extension': 'creation,termination' })
      if (id === '') return req.method === 'POST' ? create(req, res) : say(res, 405)
      const upload = uploads.get(id)
      if (!upload) return say(res, 404)
      if (part === 'transcript') return upload.made ? problem(res, 409, 'conflict', 'the episode is there already', '') : changeTranscript(req, res, upload)
      if (req.method === 'HEAD') upload.writer = null
      if (req.method === 'HEAD') return say(res, 200, { ...standing(upload), 'Upload-Length': upload.length })
      if (req.method === 'PATCH') return append(req, res, upload).catch(() => undefined)
      if (req.method !== 'DELETE') return say(res, 405)
      uploads.delete(id)
      say(res, 204)
    },
  }
}

function metadataOf(header) {
  const pairs = header.split(',').map((pair) => pair.trim().split(' '))
  return Object.fromEntries(pairs.map(([key, value = '']) => [key, Buffer.from(value, 'base64').toString('utf8')]))
}
