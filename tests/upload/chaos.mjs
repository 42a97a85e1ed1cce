// Many uploads through a network that breaks, by the real tus-js-client and by podpromo upload, with a server that is
// killed in between: every file has to arrive byte for byte, none twice, and nothing may be left over.
//   node chaos.mjs PROGRAM [--seed N] [--rounds N]
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { ChaosProxy, randomFrom } from './chaos-proxy.mjs'
import { leftovers, sendByCommand, Server } from './server.mjs'

const require = createRequire(path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../../web/package.json'))
const tus = require('tus-js-client')

const [program, ...flags] = process.argv.slice(2)
const option = (name, otherwise) => (flags.includes(name) ? Number(flags[flags.indexOf(name) + 1]) : otherwise)
const seed = option('--seed', 1)
const rounds = option('--rounds', 1)

const kSizes = [5, 4095, 4096, 4097, 65_536, 300_001, 1_048_576, 2_500_000, 6_000_000, 12_000_000]
// As the page does it, and every other way in which this library can go on after a cut. A length that is said later is
// not among them: of a stream it keeps the last chunk only, and waits for ever when the server has less.
const kManners = [
  ['as it comes', {}],
  ['in chunks', { chunkSize: 400_000 }],
  ['three parts at once', { parallelUploads: 3 }],
  ['bytes with the creation', { uploadDataDuringCreation: true }],
  ['PATCH through POST', { overridePatchMethod: true }],
  ['with a transcript', { transcript: true }],
  ['three parts at once, with a transcript', { parallelUploads: 3, transcript: true }],
]
const kAtOnce = 4
const kPatienceMs = 150_000

function makeFile(file, bytes, random) {
  // An MP3's beginning, so that it is taken, and nothing that could be worked on, so that it costs nothing.
  const content = Buffer.alloc(bytes)
  for (let at = 0; at < bytes; at += 4) content.writeUIntLE(Math.floor(random() * 256), at, 1)
  content.write('ID3')
  fs.writeFileSync(file, content)
  return { file, bytes, sha256: createHash('sha256').update(content).digest('hex') }
}

// What is said in a file: no two are the same.
function makeTranscript(file, { sha256 }) {
  const words = `1\n00:00:00,000 --> 00:00:02,000\nSaid in ${sha256}\n`
  fs.writeFileSync(file, words)
  return { file, bytes: words.length, words }
}

async function sendJob(endpoint, job) {
  const { transcript, ...manner } = job.bytes < 100 && job.manner.parallelUploads ? {} : job.manner
  if (!transcript) return { episode: (await sendByLibrary(endpoint, job, manner)).episode }
  const given = makeTranscript(`${job.file}.srt`, job)
  const { url } = await sendByLibrary(endpoint, given, {}, { kind: 'transcript' })
  const { episode } = await sendByLibrary(endpoint, job, manner, { transcript: url })
  return { episode, words: given.words }
}

// Until it succeeds: what the library gives up on, a person would start again.
function sendByLibrary(endpoint, { file, bytes }, manner, metadata = {}) {
  return new Promise((resolve, reject) => {
    const begun = Date.now()
    const upload = new tus.Upload(fs.createReadStream(file), {
      endpoint,
      ...manner,
      uploadSize: manner.parallelUploads ? undefined : bytes,
      retryDelays: [0, 50, 100, 200, 400, 800, 1000, 1000, 1000],
      metadata: { filename: path.basename(file), filetype: 'audio/mpeg', ...metadata },
      onError: (error) => {
        if (Date.now() - begun > kPatienceMs) return reject(new Error(`${file}: ${error.message}`))
        setTimeout(() => upload.start(), 100)
      },
      onSuccess: ({ lastResponse }) => resolve({ episode: lastResponse.getHeader('Podpromo-Episode'), url: upload.url }),
    })
    upload.start()
  })
}

async function everyOne(items, atOnce, work) {
  const results = new Array(items.length)
  let next = 0
  const worker = async () => {
    for (let i = next++; i < items.length; i = next++) results[i] = await work(items[i], i)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return results
}

function sourceOf(server, episode) {
  const content = fs.readFileSync(path.join(server.uploads, episode, 'source.mp3'))
  return createHash('sha256').update(content).digest('hex')
}

function transcriptOf(server, episode) {
  return fs.readFileSync(path.join(server.uploads, episode, 'given-transcript.srt'), 'utf8')
}

const faults = []
const check = (good, what) => {
  if (!good) faults.push(what)
}

async function checkAll(server, sent) {
  for (const { what, sha256, episode, words } of sent) {
    check(typeof episode === 'string' && /^[0-9a-f]{32}$/.test(episode), `${what}: no episode was named`)
    if (typeof episode !== 'string') continue
    check(sourceOf(server, episode) === sha256, `${what}: other bytes arrived`)
    if (words) check(transcriptOf(server, episode) === words, `${what}: another transcript arrived`)
  }
  const { episodes } = await server.json('/api/episodes')
  const contents = new Set(sent.map(({ sha256 }) => sha256))
  check(episodes.length === contents.size, `${episodes.length} episodes of ${contents.size} files`)
  // A creation whose answer was lost leaves an empty upload until it expires, an hour later, and perhaps the copy of its
  // transcript; a client that was killed after a transcript leaves that. Parts and joined files go.
  for (const { name, bytes } of leftovers(server)) check(bytes < 200, `${name} with ${bytes} bytes is left over`)
}

async function round(n, folder) {
  const random = randomFrom(seed * 1000 + n)
  const server = new Server(program, path.join(folder, `data-${n}`), { MAX_UPLOAD_BYTES: String(1 << 30) })
  running.push(server)
  await server.start()
  const proxy = new ChaosProxy({ seed: seed + n, upstream: { host: '127.0.0.1', port: server.port } })
  const port = await proxy.listen()
  const endpoint = `http://127.0.0.1:${port}/api/uploads`
  const jobs = kSizes.flatMap((bytes, i) => {
    const manners = n === 0 ? [kManners[i % kManners.length], kManners[(i + 3) % kManners.length]] : kManners
    return manners.map(([name, manner], m) => ({ name, manner, ...makeFile(path.join(folder, `${n}-${i}-${m}.mp3`), bytes, random) }))
  })
  let over = false
  let kills = 0
  const killer = (async () => {
    while (!over) {
      await sleep(700 + random() * 1200)
      if (over) break
      await server.kill()
      await sleep(100)
      await server.start()
      kills++
    }
  })()
  const sent = await everyOne(jobs, kAtOnce, async (job) => {
    const what = `${job.bytes} bytes, ${job.name}`
    return { what, sha256: job.sha256, ...(await sendJob(endpoint, job)) }
  })
  const command = makeFile(path.join(folder, `${n}-command.mp3`), 9_000_000, random)
  const given = makeTranscript(path.join(folder, `${n}-command.srt`), command)
  const cache = path.join(folder, `cache-${n}`)
  let last
  for (const killAfter of [150, 300, undefined, undefined])
    last = (await sendByCommand(program, { server: `http://127.0.0.1:${port}`, file: command.file, transcript: given.file, cache, killAfter })) ?? last
  sent.push({ what: 'podpromo upload', sha256: command.sha256, episode: last?.episode, words: given.words })
  check(last?.duplicate === true, 'podpromo upload: what was sent before was not recognised')
  over = true
  await killer
  await checkAll(server, sent)
  await server.kill()
  proxy.close()
  console.log(`round ${n}: ${sent.length} files, ${kills} kills of the server, ${JSON.stringify(proxy.counted)}`)
}

const running = []
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'podpromo-chaos-'))
try {
  for (let n = 0; n < rounds; n++) await round(n, folder)
} catch (error) {
  faults.push(error.message)
} finally {
  for (const server of running) await server.kill()
  fs.rmSync(folder, { recursive: true, force: true })
}
for (const fault of faults) console.log(`FAULT ${fault}`)
console.log(faults.length === 0 ? `seed ${seed}: every file arrived whole, once, and nothing is left over` : `seed ${seed}: ${faults.length} faults`)
process.exit(faults.length === 0 ? 0 : 1)
