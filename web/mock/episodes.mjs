// Episodes that go through their stages by the clock, or stand still where a test wants them.
import { randomUUID } from 'node:crypto'
import { moments, speech, timed } from './script.mjs'

const story = [
  { stage: 'queued', from: 1, to: 4, seconds: 0.6 },
  { stage: 'processing', from: 4, to: 10, seconds: 1 },
  { stage: 'transcribing', from: 10, to: 60, seconds: 4 },
  { stage: 'scoring', from: 60, to: 66, seconds: 0.7 },
  { stage: 'generating', from: 66, to: 97, seconds: 2 },
  { stage: 'finalizing', from: 97, to: 100, seconds: 0.4 },
]
const order = ['queued', 'processing', 'transcribing', 'scoring', 'generating', 'finalizing', 'completed']
const stageNames = { sound: 'processing', words: 'transcribing', moments: 'scoring', previews: 'generating', clips: 'generating' }

export function newEpisode(parts) {
  return {
    id: randomUUID(),
    title: 'Interview with a beekeeper',
    show: 'Field Notes',
    filename: 'interview.mp3',
    kind: 'audio',
    bytes: 52_000_000,
    duration: 3134,
    createdAt: Date.now(),
    startedAt: Date.now(),
    pace: 1,
    // A stage and the fraction of it, for one that does not move.
    frozen: null,
    failsAt: null,
    error: null,
    clips: moments.map((moment, index) => ({ ...moment, key: `${index + 1}` })),
    noClipsReason: '',
    stopped: false,
    // What it says while it waits, when that is not its turn.
    waitsFor: '',
    confidence: 'high',
    cover: false,
    // The file that its words come from; otherwise they are heard.
    source: undefined,
    suggestedNames: [],
    ...parts,
  }
}

// Where an episode is: stage, fraction of the stage and percent of the whole.
export function whereIs(episode, now = Date.now()) {
  if (episode.stopped) return { stage: 'error', at: 'transcribing', fraction: 0.4, percent: 30 }
  if (episode.frozen) return placed(episode.frozen.stage, episode.frozen.fraction)
  let left = ((now - episode.startedAt) / 1000) * episode.pace
  for (const { stage, seconds } of story) {
    if (episode.failsAt === stage && left > seconds / 2) return { stage: 'error', at: stage, fraction: 0.5, percent: placed(stage, 0.5).percent }
    if (left < seconds) return placed(stage, left / seconds)
    left -= seconds
  }
  return placed('completed', 1)
}

function placed(stage, fraction) {
  const band = story.find((each) => each.stage === stage)
  return { stage, at: stage, fraction, percent: band ? band.from + (band.to - band.from) * fraction : 100 }
}

export function progressOf(episode) {
  const where = whereIs(episode)
  const percent = Math.round(where.percent)
  const time = new Date(Math.floor(Date.now() / 250) * 250).toISOString()
  const failed = where.stage === 'error'
  return {
    percent,
    percentage: percent,
    stage: where.stage,
    message: failed ? reasonOf(episode).reason : episode.waitsFor || where.stage,
    detail: failed ? reasonOf(episode).remedy : '',
    ...(failed || where.stage === 'completed' || where.stage === 'queued' ? {} : { eta_seconds: episode.eta ?? Math.round((100 - where.percent) / 11), eta_confidence: episode.confidence }),
    timestamp: episode.frozen ? new Date(episode.createdAt).toISOString() : time,
    updated_at: episode.frozen ? new Date(episode.createdAt).toISOString() : time,
  }
}

export function progressJson(episode) {
  const progress = progressOf(episode)
  return { ok: true, status: progress.stage, progress }
}

// One is worked on, the others wait in the order in which they came.
export function queueJson(episodes, paused) {
  const open = episodes.map((episode) => ({ episode, where: whereIs(episode) })).filter(({ where }) => !['completed', 'error'].includes(where.stage))
  const running = open.filter(({ where }) => where.stage !== 'queued')
  const waiting = open.filter(({ where }) => where.stage === 'queued').sort((a, b) => a.episode.createdAt - b.episode.createdAt)
  return {
    ok: true,
    paused,
    running: running.map(({ episode, where }) => ({ episodeId: episode.id, title: episode.title, stage: where.stage, percent: Math.round(where.percent), attempt: 1 })),
    waiting: waiting.map(({ episode }, index) => ({ episodeId: episode.id, title: episode.title, position: index + 1, attempt: 1 })),
  }
}

export function move(episode, { stage, fraction }) {
  if (episode) episode.frozen = { stage, fraction }
}

export function reasonOf(episode) {
  if (episode.stopped) return { stage: 'words', reason: 'Stopped by you.', remedy: 'Try again goes on from what is done.' }
  return (
    episode.error ?? {
      stage: 'words',
      reason: 'The file ends in the middle: 14:02 of 48:10 can be read.',
      remedy: 'Upload the whole file again, or try again if it was still being copied.',
    }
  )
}

export function episodeJson(episode) {
  const where = whereIs(episode)
  const done = where.stage === 'completed'
  const reached = order.indexOf(where.at)
  const soundKnown = reached > 1
  return {
    id: episode.id,
    title: episode.title,
    show: episode.show,
    filename: episode.filename,
    kind: episode.kind,
    bytes: episode.bytes,
    created_at: new Date(episode.createdAt).toISOString(),
    duration_s: soundKnown ? episode.duration : null,
    status: where.stage,
    progress: progressOf(episode),
    clip_count: done ? episode.clips.length : null,
    has_cover: episode.cover,
    given_transcript: episode.source ?? null,
    language: reached > 2 ? 'en' : null,
    word_count: reached > 2 ? 7912 : null,
    loudness_lufs: soundKnown ? -19.3 : null,
    candidates: reached > 3 ? 412 : null,
    ads_left_out: reached > 3 ? 2 : null,
    stages: stagesOf(episode, where, reached),
    error: where.stage === 'error' ? reasonOf(episode) : null,
  }
}

function stagesOf(episode, where, reached) {
  const results = {
    sound: '52:14 at −19.3 LUFS',
    words: '7,912 words, English',
    moments: `${episode.clips.length} chosen of 412`,
    previews: `${episode.clips.length} made`,
    clips: `${episode.clips.length} made`,
  }
  return Object.entries(stageNames).map(([name, stage]) => {
    const mine = order.indexOf(stage)
    if (mine < reached) return { name, state: 'done', percent: 100, result: results[name] }
    if (mine > reached) return { name, state: 'waiting', percent: 0, result: '' }
    const state = where.stage === 'error' ? 'failed' : 'running'
    const percent = Math.round(where.fraction * 100)
    return { name, state, percent, result: name === 'words' && state === 'running' ? `${(percent * 79).toLocaleString('en')} so far` : '' }
  })
}

export function transcriptJson(episode) {
  const where = whereIs(episode)
  const reached = order.indexOf(where.at)
  if (reached < 2) return null
  const heard = reached > 2 ? 1 : where.fraction
  const each = episode.duration / speech.length
  const all = episode.corrected ?? speech.map((text) => ({ text, speaker: speakerOf(text) }))
  const said = all.slice(0, Math.max(1, Math.floor(all.length * heard)))
  const words = said.flatMap(({ text, speaker }, index) => timed(text, index * each, each).map((word) => ({ ...word, speaker })))
  let next = 0
  const sentences = said.map(({ text }, index) => {
    const first = next
    next += text.split(' ').length
    return { start: index * each, end: (index + 1) * each, first_word: first, last_word: next, text }
  })
  return {
    version: 1,
    ok: true,
    episode_id: episode.id,
    status: where.stage,
    partial: reached <= 2,
    language: 'en',
    duration_s: episode.duration,
    source: episode.source ?? 'whisper base',
    estimated_times: false,
    speakers: episode.speakers ?? ['Speaker 1', 'Speaker 2'],
    words,
    sentences,
    suggested_names: episode.suggestedNames.filter(({ speaker }) => /^Speaker \d+$/.test((episode.speakers ?? ['Speaker 1', 'Speaker 2'])[speaker])),
  }
}

// Whoever asks is the first speaker.
function speakerOf(text) {
  return text.endsWith('?') ? 0 : 1
}

// A correction as the server takes it: the sentences around what changed stay as they are. Whoever was added and says
// nothing is left out.
export function correct(episode, { words, speakers }) {
  if (speakers) episode.speakers = speakers
  if (!words) return
  const pieces = cutAsBefore(words, transcriptJson(episode))
  episode.corrected = pieces.map((piece) => ({ text: piece.map(({ w }) => w).join(' '), speaker: piece[0].speaker ?? 0 }))
  if (speakers) episode.speakers = speakers.filter((_, at) => at < 2 || episode.corrected.some(({ speaker }) => speaker === at))
}

function cutAsBefore(words, { words: before, sentences }) {
  const more = words.length - before.length
  let head = 0
  while (head < words.length && words[head].w === before[head]?.w) head += 1
  let tail = before.length
  while (tail > head && words[tail + more - 1]?.w === before[tail - 1].w) tail -= 1
  const first = sentences.filter(({ last_word }) => last_word <= head)
  const last = sentences.filter(({ first_word }) => first_word >= tail && first_word >= (first.at(-1)?.last_word ?? 0))
  const middle = words.slice(first.at(-1)?.last_word ?? 0, (last[0]?.first_word ?? before.length) + more)
  const cut = (each, by) => words.slice(each.first_word + by, each.last_word + by)
  return [...first.map((each) => cut(each, 0)), middle, ...last.map((each) => cut(each, more))].filter((piece) => piece.length > 0)
}

export function peaksJson(episode) {
  const count = 1200
  const peaks = Array.from({ length: count }, (_, index) => {
    const slow = 0.35 + 0.65 * Math.abs(Math.sin(index * 0.021) * Math.sin(index * 0.0037 + 1))
    const quick = 0.45 + 0.55 * Math.abs(Math.sin(index * 12.9898) * 43758.5453 % 1)
    return Math.round(255 * slow * quick)
  })
  return { ok: true, peaks_per_s: count / episode.duration, peaks }
}

export function clipJson(episode, clip, rank, sign) {
  const id = `${episode.id.slice(0, 8)}-${clip.key}`
  const file = `${episode.id}/${clip.key}`
  return {
    id,
    episode_id: episode.id,
    rank,
    title: clip.title,
    start_s: clip.at,
    end_s: clip.at + clip.length,
    duration_s: clip.length,
    score: clip.score,
    reasons: clip.reasons,
    features: { hook: clip.score, payoff: clip.score - 10 },
    text: clip.text,
    first_sentence: clip.text.split(/(?<=[.?]) /)[0],
    preview_url: sign('previews/get', `${file}.mp4`),
    poster_url: sign('previews/get', `${file}.jpg`),
    srt_url: sign('download/clips', `${file}.srt`),
    vtt_url: sign('download/clips', `${file}.vtt`),
    renders: [
      {
        format: 'vertical',
        width: 1080,
        height: 1920,
        duration_s: clip.length,
        bytes: 4_404_019,
        url: sign('previews/get', `${file}.mp4`),
        download_url: sign('download/clips', `${file}.mp4`),
        loudness_lufs: -14.1,
        true_peak_dbtp: -1.2,
      },
    ],
  }
}

export function clipWordsJson(clip, id) {
  const words = timed(clip.text, 0, clip.length)
  return {
    clip_id: id,
    start: clip.at,
    end: clip.at + clip.length,
    words: words.map(({ w, start, end }) => ({ t: start, d: end - start, w })),
  }
}

// As somebody says them in an episode, for people to take or leave.
const suggestedNames = [
  { speaker: 0, name: 'Anna', sentence: "Hello and welcome to Night Questions, I'm Anna." },
  { speaker: 1, name: 'Ben Okafor', sentence: 'My guest today is Ben Okafor, who has watched people sleep for twenty years.' },
]

// A library as a returning visitor has it.
export function demoEpisodes() {
  const hours = 3_600_000
  const ago = (time) => Date.now() - time
  const done = { frozen: { stage: 'completed', fraction: 1 } }
  return [
    newEpisode({ id: 'demo-working', createdAt: ago(120_000), frozen: { stage: 'transcribing', fraction: 0.68 }, eta: 98 }),
    newEpisode({ id: 'demo-clips', title: 'The city that moved uphill', duration: 4110, createdAt: ago(26 * hours), ...done }),
    newEpisode({ id: 'demo-cover', title: 'How sleep writes memory', show: 'Night Questions', duration: 2467, cover: true, source: 'How sleep writes memory.en.srt', suggestedNames, createdAt: ago(75 * hours), ...done }),
    newEpisode({ id: 'demo-failed', title: 'talk-final-2.mp4', show: '', kind: 'video', createdAt: ago(290 * hours), startedAt: 0, failsAt: 'transcribing' }),
    newEpisode({
      id: 'demo-none',
      title: 'Small boats, episode 3',
      show: 'Small Boats',
      duration: 1675,
      createdAt: ago(360 * hours),
      clips: [],
      noClipsReason: 'Nearly all of it is music; only 41 seconds of speech were heard.',
      ...done,
    }),
  ]
}

// One at work, two that wait, one that waits to be tried again and one that was stopped.
export function queuedEpisodes() {
  const minutes = 60_000
  const ago = (count) => Date.now() - count * minutes
  const waiting = { frozen: { stage: 'queued', fraction: 0 } }
  return [
    newEpisode({ id: 'queue-third', title: 'Small boats, episode 3', show: 'Small Boats', createdAt: ago(2), ...waiting }),
    newEpisode({ id: 'queue-second', title: 'The city that moved uphill', createdAt: ago(4), ...waiting }),
    newEpisode({ id: 'queue-again', title: 'How sleep writes memory', show: 'Night Questions', createdAt: ago(6), waitsFor: 'Trying again in 20 s: the disk was full.', ...waiting }),
    newEpisode({ id: 'queue-first', createdAt: ago(9), frozen: { stage: 'transcribing', fraction: 0.3 }, eta: 200, confidence: 'medium' }),
    newEpisode({ id: 'queue-stopped', title: 'Stopped talk', createdAt: ago(30), stopped: true }),
  ]
}
