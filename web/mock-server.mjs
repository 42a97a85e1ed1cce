// Stands in for the server while the page is developed and tested: in memory, with a real video, and misbehaving on
// command. Files whose name contains "fail", "mute", "silent" or "slow" do as they are called.
//
//   node mock-server.mjs [port, 0 for any] [folder of the built page]
//   POST /__mock/reset    {"episodes":"demo"|"queue"|"none","pace":1}  with another pace, work on what comes is quicker
//   POST /__mock/rule     {"path":"^/api/progress","status":503,"times":3} or {"path":…,"drop":true} or {"…","delayMs":500};
//                         uploads: {"cutAfter":bytes}, {"bytesPerSecond":n}; streams: {"mute":true}
//   POST /__mock/behave   forgets the rules; what one of them holds up goes on at once
//   POST /__mock/cut      breaks every stream of events
//   POST /__mock/gone     {"ms":3000}  ends every connection and comes back later, as after a restart
//   POST /__mock/token    {"token":"…"}  asks who comes in from now on
//   POST /__mock/move     {"id":…,"stage":…,"fraction":0…1}  takes a frozen episode to a stage
//   GET  /__mock/log      the requests so far: [{"method","path","at","lastEventId","status"}]
import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, resolve } from 'node:path'
import { newAccess } from './mock/access.mjs'
import { bodyOf, etagOf, notFound, problem, send, sendBytes, sendConditional } from './mock/answers.mjs'
import * as story from './mock/episodes.mjs'
import { beginAnew, cutStreams, stream } from './mock/live.mjs'
import { makeMedia } from './mock/media.mjs'
import { newUploads } from './mock/tus.mjs'

let port = Number(process.argv[2] ?? 8000)
const dist = resolve(process.argv[3] ?? 'dist')
const media = makeMedia()
const linksLiveS = 600

let episodes = []
let paused = false
let pace = 1
let rules = []
let log = []
const access = newAccess()
const uploads = newUploads(takeIn)

const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' }
const policy =
  "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; style-src 'self'; script-src 'self'; frame-ancestors 'none'; base-uri 'none'"

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

// An upload that is complete becomes an episode, unless the same content is here already.
function takeIn({ id, length, digest, words, metadata: { filename = '' } }) {
  const known = episodes.find((episode) => episode.digest === digest && episode.bytes === length)
  if (known) return { id: known.id, duplicate: true }
  const episode = story.newEpisode({
    id,
    digest,
    filename,
    title: filename.replace(/\.[^.]+$/, ''),
    show: '',
    bytes: length,
    source: words,
    pace: filename.includes('slow') ? 0.1 : pace,
    failsAt: filename.includes('fail') ? 'transcribing' : filename.includes('mute') ? 'processing' : null,
    ...(filename.includes('mute') ? { error: { stage: 'sound', reason: 'this file has no sound track', remedy: 'Choose a file with sound.' } } : {}),
    ...(filename.includes('silent') ? { clips: [], noClipsReason: 'No speech was found in this episode.' } : {}),
  })
  episodes = [episode, ...episodes]
  return { id, duplicate: false }
}

function progress(req, res, id) {
  const episode = episodes.find((each) => each.id === id)
  if (!episode) {
    return send(res, 404, { ok: false, error: 'episode not found', message: 'There is no such episode.', progress: { percent: 0, stage: 'unknown' } })
  }
  sendConditional(req, res, story.progressJson(episode))
}

function events(req, res, id) {
  const find = () => episodes.find((each) => each.id === id)
  if (!find()) return notFound(res)
  stream(req, res, () => {
    const episode = find()
    return episode ? JSON.stringify(story.progressJson(episode)) : null
  })
}

async function queue(req, res) {
  if (req.method === 'PUT') paused = JSON.parse((await bodyOf(req)).toString()).paused
  sendConditional(req, res, story.queueJson(episodes, paused))
}

async function login(req, res) {
  const { token } = JSON.parse((await bodyOf(req)).toString())
  const { waitS, right } = access.try(token)
  if (waitS > 0) return problem(res, 429, 'slowed', 'There were too many tries.', 'Wait a moment.', { 'Retry-After': String(waitS) })
  if (!right) return problem(res, 401, 'wrong_token', 'This is not the token.', 'Check it.')
  send(res, 200, { ok: true }, { 'Set-Cookie': access.cookie() })
}

async function transcript(req, res, id, query) {
  const episode = episodes.find((each) => each.id === id)
  const body = episode && story.transcriptJson(episode)
  if (!body) return notFound(res)
  if (req.method === 'PUT') {
    if (req.headers['if-match'] !== etagOf(body))
      return problem(res, 412, 'precondition_failed', 'the transcript was changed meanwhile', 'GET it again.')
    story.correct(episode, JSON.parse((await bodyOf(req)).toString()))
    return sendConditional(req, res, story.transcriptJson(episode))
  }
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

async function episodeRoute(req, res, id, rest, query) {
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
  if (rest === 'cancel' && req.method === 'POST') {
    Object.assign(episode, { stopped: true })
    return send(res, 200, { ok: true })
  }
  if (rest === 'retry' && req.method === 'POST') {
    if (story.whereIs(episode).stage !== 'error') return problem(res, 409, 'not_failed', 'This episode did not fail.', 'Nothing needs doing.')
    Object.assign(episode, { failsAt: null, stopped: false, startedAt: Date.now() })
    if (query.get('transcript') === 'none') episode.source = undefined
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
    episodes = { demo: story.demoEpisodes, queue: story.queuedEpisodes }[wish.episodes]?.() ?? []
    paused = false
    pace = wish.pace ?? 1
    rules = []
    log = []
    access.set('')
    uploads.clear()
  }
  if (path === '/__mock/behave') rules = []
  if (path === '/__mock/rule') rules.push({ times: 1, ...wish })
  if (path === '/__mock/cut') cutStreams()
  if (path === '/__mock/token') access.set(wish.token)
  if (path === '/__mock/move') story.move(episodes.find((episode) => episode.id === wish.id), wish)
  if (path === '/__mock/gone') res.on('finish', () => restart(wish.ms))
  send(res, 200, path === '/__mock/log' ? log : { ok: true })
}

// Lets the time pass that a rule costs, or what is left of it when the rules are forgotten.
async function holdUp(rule, ms) {
  const end = Date.now() + ms
  while (Date.now() < end && rules.includes(rule)) await new Promise((done) => setTimeout(done, Math.min(50, end - Date.now())))
}

// Carries out the first rule that fits. Says whether the request has been dealt with.
async function misbehave(req, res, path) {
  const rule = rules.find((each) => each.times > 0 && new RegExp(each.path).test(path) && (!each.method || each.method === req.method))
  if (!rule) return false
  rule.times -= 1
  if (rule.delayMs) await holdUp(rule, rule.delayMs)
  if (rule.drop) {
    req.socket.destroy()
    return true
  }
  const { cutAfter, bytesPerSecond, mute } = rule
  const trickle = bytesPerSecond && ((bytes) => holdUp(rule, (1000 * bytes) / bytesPerSecond))
  Object.assign(req, { cutAfter, trickle, mute })
  if (!rule.status) return false
  req.resume()
  problem(res, rule.status, rule.code ?? 'mock', rule.reason ?? 'The server stumbled.', rule.remedy ?? 'Try again in a moment.', rule.headers)
  return true
}

async function route(req, res) {
  const { pathname: path, searchParams: query } = new URL(req.url, 'http://mock')
  if (path.startsWith('/__mock/')) return control(req, res, path)
  if (path.startsWith('/api/') || path === '/ready') {
    const entry = { method: req.method, path, at: Date.now(), lastEventId: req.headers['last-event-id'] }
    log.push(entry)
    res.once('finish', () => (entry.status = res.statusCode))
  }
  if (await misbehave(req, res, path)) return
  if (path === '/health') return send(res, 200, { ok: true })
  if (path === '/ready') return send(res, 200, { ok: true, detail: { upload: { ok: true, max_bytes: 524_288_000 } } })
  if (access.refuses(req, path)) return problem(res, 401, 'sign_in_needed', 'This server wants a token.', 'Sign in.', { 'WWW-Authenticate': 'Bearer' })
  if (path === '/api/session') return send(res, 200, access.session(req))
  if (path === '/api/login') return login(req, res)
  if (path === '/api/logout') return send(res, 200, { ok: true }, { 'Set-Cookie': access.noCookie })
  if (path === '/api/queue') return queue(req, res)
  if (path === '/api/uploads' || path.startsWith('/api/uploads/')) return uploads.handle(req, res, path.slice('/api/uploads/'.length))
  if (path === '/api/episodes') return sendConditional(req, res, { ok: true, episodes: episodes.map(story.episodeJson) })
  if (path === '/api/previews/get') return file(req, res, query.get('name') ?? '', false)
  if (path.startsWith('/api/download/')) return file(req, res, path, true)
  const [, area, id = '', rest = ''] = /^\/api\/(progress|episodes|transcript|clips)\/([^/]+)\/?(.*)$/.exec(path) ?? []
  if (area === 'progress' && rest === 'events') return events(req, res, decodeURIComponent(id))
  if (area === 'progress') return progress(req, res, decodeURIComponent(id))
  if (area === 'episodes') return episodeRoute(req, res, decodeURIComponent(id), rest, query)
  if (area === 'transcript') return transcript(req, res, decodeURIComponent(id), query)
  if (area === 'clips') return clipRoute(req, res, decodeURIComponent(id), rest)
  return path.startsWith('/api/') ? notFound(res) : page(req, res, path)
}

const server = createServer((req, res) => {
  route(req, res).catch((error) => problem(res, 500, 'mock_broke', String(error), 'Mend the mock server.'))
})
// A test may be silent for longer than the usual 5 s, and then use the connection just as it is closed.
server.keepAliveTimeout = 600_000
const listen = () => server.listen(port, '127.0.0.1')

// What was running is gone with its connections; what was kept is there again afterwards.
function restart(ms) {
  beginAnew()
  server.close(() => setTimeout(listen, ms))
  server.closeAllConnections()
}

server.once('listening', () => {
  port = server.address().port
  console.log(`mock server on http://127.0.0.1:${port}`)
})
listen()
