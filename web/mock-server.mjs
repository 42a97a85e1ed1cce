// Stands in for the server while the page is developed and tested: in memory, with a real video, and misbehaving on
// command. Files whose name contains "fail", "silent" or "slow" do as they are called.
//
//   node mock-server.mjs [port] [folder of the built page]
//   POST /__mock/reset    {"episodes":"demo"|"none"}
//   POST /__mock/rule     {"path":"^/api/progress","status":503,"times":3} or {"path":…,"drop":true} or {"…","delayMs":500}
//   POST /__mock/behave   forgets the rules
//   GET  /__mock/log      the requests so far: [{"method","path","at"}]
import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, resolve } from 'node:path'
import { makeMedia } from './mock/media.mjs'
import * as story from './mock/episodes.mjs'

const port = Number(process.argv[2] ?? 8000)
const dist = resolve(process.argv[3] ?? 'dist')
const media = makeMedia()
const linksLiveS = 600

let episodes = []
let rules = []
let log = []

const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' }
const policy =
  "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; style-src 'self'; script-src 'self'; frame-ancestors 'none'; base-uri 'none'"

function send(res, status, body, headers = {}) {
  res.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers })
  res.end(JSON.stringify(body))
}

function problem(res, status, code, reason, remedy, headers = {}) {
  send(res, status, { type: 'about:blank', title: code, status, code, detail: reason, remedy, ok: false, error: reason }, headers)
}

function notFound(res) {
  problem(res, 404, 'not_found', 'This is not here.', 'Check the address.')
}

function sendConditional(req, res, body) {
  const etag = `"${Buffer.from(JSON.stringify(body)).toString('base64').slice(-60).length}-${hash(JSON.stringify(body))}"`
  if (req.headers['if-none-match'] === etag) {
    res.writeHead(304, { ETag: etag })
    res.end()
    return
  }
  send(res, 200, body, { ETag: etag })
}

function hash(text) {
  let sum = 0
  for (const letter of text) sum = (sum * 33 + letter.charCodeAt(0)) >>> 0
  return sum.toString(36)
}

function sendBytes(req, res, bytes, type, headers = {}) {
  const all = { 'Content-Type': type, 'Accept-Ranges': 'bytes', ...headers }
  const range = /^bytes=(\d+)-(\d*)$/.exec(req.headers.range ?? '')
  if (!range) {
    res.writeHead(200, { ...all, 'Content-Length': bytes.length })
    res.end(bytes)
    return
  }
  const from = Number(range[1])
  const to = Math.min(bytes.length - 1, range[2] === '' ? Infinity : Number(range[2]))
  res.writeHead(206, { ...all, 'Content-Range': `bytes ${from}-${to}/${bytes.length}`, 'Content-Length': to - from + 1 })
  res.end(bytes.subarray(from, to + 1))
}

function sign(area, name) {
  const end = Math.floor(Date.now() / 1000) + linksLiveS
  return area === 'previews/get' ? `/api/previews/get?name=${name}&exp=${end}&sig=mock` : `/api/${area}/${name}?exp=${end}&sig=mock`
}

function clipsOf(episode) {
  return episode.clips.map((clip, index) => story.clipJson(episode, clip, index + 1, sign))
}

function findClip(id) {
  for (const episode of episodes) {
    const clip = episode.clips.find((each) => `${episode.id.slice(0, 8)}-${each.key}` === id)
    if (clip) return clip
  }
  return null
}

async function bodyOf(req) {
  const parts = []
  for await (const part of req) parts.push(part)
  return Buffer.concat(parts)
}

async function upload(req, res) {
  const body = await bodyOf(req)
  const filename = /filename="([^"]*)"/.exec(body.subarray(0, 2000).toString('utf8'))?.[1] ?? ''
  if (filename === '') return problem(res, 400, 'no_file', 'No file came with this upload.', 'Choose a file.')
  const episode = story.newEpisode({
    filename,
    title: filename.replace(/\.[^.]+$/, ''),
    show: '',
    bytes: body.length,
    pace: filename.includes('slow') ? 0.1 : 1,
    failsAt: filename.includes('fail') ? 'transcribing' : null,
    ...(filename.includes('silent') ? { clips: [], noClipsReason: 'No speech was found in this episode.' } : {}),
  })
  episodes = [episode, ...episodes]
  send(res, 200, { ok: true, episodeId: episode.id, message: 'The upload is complete.' })
}

function progress(req, res, id) {
  const episode = episodes.find((each) => each.id === id)
  if (!episode) {
    return send(res, 404, { ok: false, error: 'episode not found', message: 'There is no such episode.', progress: { percent: 0, stage: 'unknown' } })
  }
  const now = story.progressOf(episode)
  sendConditional(req, res, { ok: true, status: now.stage, progress: now })
}

function transcript(req, res, id, query) {
  const episode = episodes.find((each) => each.id === id)
  const body = episode && story.transcriptJson(episode)
  if (!body) return notFound(res)
  const format = query.get('format') ?? 'json'
  if (format === 'json') return sendConditional(req, res, body)
  const text = Buffer.from(body.sentences.map((each) => each.text).join('\n'))
  sendBytes(req, res, text, 'text/plain; charset=utf-8', { 'Content-Disposition': `attachment; filename="${id}.${format}"` })
}

function clips(res, episode) {
  const { stage } = story.whereIs(episode)
  if (stage !== 'completed') return send(res, 202, { ok: false, ready: false, message: 'Still working.' }, { 'Retry-After': '2' })
  const all = clipsOf(episode)
  send(res, 200, {
    ok: true,
    ready: true,
    episode_id: episode.id,
    clips: all,
    default_clip_id: all[0]?.id ?? null,
    no_clips_reason: episode.noClipsReason,
  })
}

async function episodeRoute(req, res, id, rest) {
  const episode = episodes.find((each) => each.id === id)
  if (!episode) return notFound(res)
  if (rest === '' && req.method === 'DELETE') {
    episodes = episodes.filter((each) => each !== episode)
    return send(res, 200, { ok: true })
  }
  if (rest === '') return send(res, 200, { ok: true, episode: story.episodeJson(episode) })
  if (rest === 'clips') return clips(res, episode)
  if (rest === 'peaks') return send(res, 200, story.peaksJson(episode))
  if (rest === 'cover' && episode.cover) return sendBytes(req, res, media.cover, 'image/jpeg')
  if (rest === 'retry' && req.method === 'POST') {
    if (story.whereIs(episode).stage !== 'error') return problem(res, 409, 'not_failed', 'This episode did not fail.', 'Nothing needs doing.')
    Object.assign(episode, { failsAt: null, startedAt: Date.now() })
    return send(res, 202, { ok: true })
  }
  notFound(res)
}

async function clipRoute(req, res, id, rest) {
  const clip = findClip(id)
  if (!clip) return notFound(res)
  if (rest === 'words') return send(res, 200, story.clipWordsJson(clip, id))
  if (rest === 'titles' && req.method === 'POST') {
    return send(res, 200, { variants: [clip.title, clip.text.split('. ')[0], 'Nobody decides'], chosen: clip.title })
  }
  if (rest === 'title' && req.method === 'PUT') {
    const { title } = JSON.parse((await bodyOf(req)).toString())
    if (!title || title.length > 100) return problem(res, 422, 'bad_title', 'A title has 1 to 100 characters.', 'Shorten it.')
    clip.title = title
    return send(res, 200, { ok: true, title })
  }
  notFound(res)
}

function file(req, res, name, attachment) {
  const disposition = attachment ? { 'Content-Disposition': `attachment; filename="${name.split('/').pop()}"` } : {}
  if (name.endsWith('.jpg')) return sendBytes(req, res, media.poster, 'image/jpeg', disposition)
  if (name.endsWith('.mp4')) return sendBytes(req, res, media.video, 'video/mp4', disposition)
  const cue = 'WEBVTT\n\n00:00:00.000 --> 00:00:04.000\nNobody decides.\n'
  sendBytes(req, res, Buffer.from(cue), 'text/vtt; charset=utf-8', disposition)
}

function page(req, res, path) {
  const asset = join(dist, path)
  const found = path !== '/' && asset.startsWith(dist) && existsSync(asset) && statSync(asset).isFile()
  if (!found && path.startsWith('/assets/')) return notFound(res)
  const served = found ? asset : join(dist, 'index.html')
  res.writeHead(200, { 'Content-Type': types[extname(served)] ?? 'application/octet-stream', 'Content-Security-Policy': policy })
  createReadStream(served).pipe(res)
}

async function control(req, res, path) {
  const wish = req.method === 'POST' ? JSON.parse((await bodyOf(req)).toString() || '{}') : {}
  if (path === '/__mock/reset') {
    episodes = wish.episodes === 'demo' ? story.demoEpisodes() : []
    rules = []
    log = []
  }
  if (path === '/__mock/behave') rules = []
  if (path === '/__mock/rule') rules.push({ times: 1, ...wish })
  send(res, 200, path === '/__mock/log' ? log : { ok: true })
}

// Carries out the first rule that fits. Says whether the request has been dealt with.
async function misbehave(req, res, path) {
  const rule = rules.find((each) => each.times > 0 && new RegExp(each.path).test(path) && (!each.method || each.method === req.method))
  if (!rule) return false
  rule.times -= 1
  if (rule.delayMs) await new Promise((done) => setTimeout(done, rule.delayMs))
  if (rule.drop) {
    req.socket.destroy()
    return true
  }
  if (!rule.status) return false
  req.resume()
  problem(res, rule.status, rule.code ?? 'mock', rule.reason ?? 'The server stumbled.', rule.remedy ?? 'Try again in a moment.', rule.headers)
  return true
}

async function route(req, res) {
  const { pathname: path, searchParams: query } = new URL(req.url, 'http://mock')
  if (path.startsWith('/__mock/')) return control(req, res, path)
  if (path.startsWith('/api/') || path === '/ready') log.push({ method: req.method, path, at: Date.now() })
  if (await misbehave(req, res, path)) return
  if (path === '/health') return send(res, 200, { ok: true })
  if (path === '/ready') return send(res, 200, { ok: true, detail: { upload: { ok: true, max_bytes: 524_288_000 } } })
  if (path === '/api/upload') return upload(req, res)
  if (path === '/api/episodes') return sendConditional(req, res, { ok: true, episodes: episodes.map(story.episodeJson) })
  if (path === '/api/previews/get') return file(req, res, query.get('name') ?? '', false)
  if (path.startsWith('/api/download/')) return file(req, res, path, true)
  const [, area, id = '', rest = ''] = /^\/api\/(progress|episodes|transcript|clips)\/([^/]+)\/?(.*)$/.exec(path) ?? []
  if (area === 'progress') return progress(req, res, decodeURIComponent(id))
  if (area === 'episodes') return episodeRoute(req, res, decodeURIComponent(id), rest)
  if (area === 'transcript') return transcript(req, res, decodeURIComponent(id), query)
  if (area === 'clips') return clipRoute(req, res, decodeURIComponent(id), rest)
  return path.startsWith('/api/') ? notFound(res) : page(req, res, path)
}

createServer((req, res) => {
  route(req, res).catch((error) => problem(res, 500, 'mock_broke', String(error), 'Mend the mock server.'))
}).listen(port, '127.0.0.1', () => console.log(`mock server on http://127.0.0.1:${port}`))
