import { mayResumeUpload, retryDelay } from '../api/progress-policy'
import { dropUpload, giveTranscript, sendFile, type Arrival, type SendEvents, type SendFacts } from '../api/send-file'
import { asTrouble, type Trouble } from '../api/trouble'
import type { EpisodeId } from '../api/types'
import { forgetUnfinished, rememberUnfinished, touchUnfinished, unfinishedOf } from '../memory/unfinished'
import { refusalOf, transcriptRefusalOf, type Refusal } from './check-file'
import { newPace } from './pace'
import { isNamedAfter, pairs } from './pairs'

export interface Upload {
  key: number
  file: File
  // What is said in it. Of an upload of another visit only the name is known: the server has the rest.
  transcript: { name: string; file: File | null } | null
  // resting: cut off, and tried again at `againAt`. refused: it can't be taken, so sending it again would come to the
  // same. here already: the server had the same content, as `episode`.
  state: 'waiting' | 'sending' | 'resting' | 'paused' | 'failed' | 'refused' | 'here already'
  sent: number
  bytesPerSecond: number | null
  trouble: Refusal | null
  // The trouble is with the transcript; without it the episode could be sent.
  transcriptAtFault: boolean
  againAt: number | null
  episode: EpisodeId | null
}

// What the queue alone needs to know of an upload.
interface Standing {
  url: string | null
  // The upload that brought the transcript.
  transcript: string | null
  // The server has begun with another transcript than it is to end with.
  transcriptChanged: boolean
  kept: number
  failures: number
}

interface Surroundings {
  send?: (file: File, url: string | null, events: SendEvents, facts: SendFacts) => () => void
  drop?: (url: string) => Promise<void>
  give?: (url: string, transcript: string | null) => Promise<void>
  now?: () => number
  online?: () => boolean
  limit: () => number | null
  refused?: (trouble: Trouble) => void
  // Says whether the visitor has been taken to the episode.
  done: (file: File, arrival: Arrival, isLast: boolean) => boolean
}

// Sends files one after the other, each with its own fate: cut off, it goes on where it stopped. Components read
// `snapshot` and subscribe to changes.
export class UploadQueue {
  private uploads: readonly Upload[] = []
  private readonly standings = new Map<number, Standing>()
  private readonly listeners = new Set<() => void>()
  // The upload that has the line, sending or resting.
  private active: { key: number; stop: () => void } | null = null
  private nextKey = 1

  constructor(private readonly around: Surroundings) {}

  readonly snapshot = (): readonly Upload[] => this.uploads

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly add = (files: Iterable<File>): void => {
    const { pairs: found, left } = pairs([...files])
    for (const { file, transcript } of found) {
      const same = this.uploads.find((upload) => isSame(upload, file))
      if (same === undefined) this.change([...this.uploads, this.judged(file, transcript, this.nextKey++)])
      else if (transcript && transcript.name !== same.transcript?.name) this.setTranscript(same.key, transcript)
      else if (same.state === 'paused' || same.state === 'failed') this.goOn(same.key)
    }
    left.forEach((transcript) => this.addTranscript(transcript))
    this.sendNext()
  }

  // Gives an upload this transcript, or none. What has arrived of the episode stays.
  readonly setTranscript = (key: number, transcript: File | null): void => {
    const upload = this.find(key)
    if (upload === undefined) return
    this.release(key)
    const { url = null, transcript: before = null } = this.standings.get(key) ?? {}
    if (before) this.drop(`/api/uploads/${before}`)
    const judged = this.judged(upload.file, transcript, key)
    if (url) {
      this.standing(key, { url, transcriptChanged: true })
      Object.assign(judged, { sent: upload.sent, transcript: transcript && { name: transcript.name, file: transcript } })
    }
    const paused = upload.state === 'paused' && judged.state === 'waiting'
    this.patch(key, paused ? { ...judged, state: 'paused' } : judged)
    this.sendNext()
  }

  // What has arrived stays on the server, and the next file has its turn.
  readonly pause = (key: number): void => {
    this.release(key)
    this.patch(key, { state: 'paused', bytesPerSecond: null, againAt: null })
    this.sendNext()
  }

  readonly goOn = (key: number): void => {
    const upload = this.find(key)
    if (upload === undefined) return
    this.release(key)
    const { file, transcript, sent } = upload
    const { url = null, transcriptChanged = false } = this.standings.get(key) ?? {}
    this.patch(key, { ...this.judged(file, transcript?.file ?? null, key), transcript, sent })
    if (url && transcriptChanged) this.standing(key, { url, transcriptChanged })
    this.sendNext()
  }

  // The network is back, or somebody has signed in: no reason to wait any longer.
  readonly goOnNow = (): void => {
    for (const { key, state, trouble } of this.uploads) {
      if (state === 'resting' || (state === 'failed' && trouble?.mayPass)) this.goOn(key)
    }
  }

  // Takes an upload off the list, and off the server what has arrived of it.
  readonly remove = (key: number): void => {
    this.release(key)
    this.takeBack(key)
    this.forget(key)
    this.sendNext()
  }

  // To the upload it is named after, or to the only one there is; otherwise it stays in sight without one.
  private addTranscript(transcript: File): void {
    const open = this.uploads.filter(({ state, transcriptAtFault }) => transcriptAtFault || (state !== 'refused' && state !== 'here already'))
    const mine = open.find(({ file }) => isNamedAfter(transcript, file)) ?? (open.length === 1 ? open[0] : undefined)
    if (mine) this.setTranscript(mine.key, transcript)
    else this.change([...this.uploads, this.judged(transcript, null, this.nextKey++)])
  }

  private judged(file: File, transcript: File | null, key: number): Upload {
    const refused = refusalOf(file, this.around.limit())
    const trouble = refused ?? (transcript && transcriptRefusalOf(transcript))
    const known = unfinishedOf(file)
    // What has arrived began with another transcript, or with none.
    const transcriptChanged = known !== null && transcript !== null && known.transcript !== transcript.name
    this.standing(key, { url: known?.url ?? null, transcriptChanged })
    const given = transcript ?? (known?.transcript === undefined ? null : { name: known.transcript })
    return {
      key,
      file,
      transcript: given && { name: given.name, file: transcript },
      state: trouble ? 'refused' : 'waiting',
      trouble,
      transcriptAtFault: trouble !== null && refused === null,
      sent: 0,
      bytesPerSecond: null,
      againAt: null,
      episode: null,
    }
  }

  private standing(key: number, { url, transcriptChanged }: Pick<Standing, 'url' | 'transcriptChanged'>): void {
    this.standings.set(key, { url, transcript: null, transcriptChanged, kept: 0, failures: 0 })
  }

  private takeBack(key: number): void {
    const { url, transcript } = this.standings.get(key) ?? { url: null, transcript: null }
    if (url) this.drop(url)
    else if (transcript) this.drop(`/api/uploads/${transcript}`)
  }

  private drop(url: string): void {
    forgetUnfinished(url)
    void (this.around.drop ?? dropUpload)(url)
  }

  private sendNext(): void {
    const next = this.uploads.find((upload) => upload.state === 'waiting')
    if (next !== undefined && this.active === null) this.send(next)
  }

  private send(upload: Upload): void {
    const { key, transcript } = upload
    const standing = this.standings.get(key)
    if (standing === undefined) return
    this.patch(key, { state: 'sending', trouble: null, transcriptAtFault: false, againAt: null })
    const isDue = standing.transcript === null && (standing.url === null || standing.transcriptChanged)
    const before = isDue ? transcript?.file : null
    this.active = { key, stop: before ? this.sendTranscript(upload, before, standing) : this.sendRest(upload, standing) }
  }

  // The server learns of the transcript it is to have now before it gets the end of the episode.
  private sendRest(upload: Upload, standing: Standing): () => void {
    if (standing.url === null || !standing.transcriptChanged) return this.sendEpisode(upload, standing)
    const { url, transcript } = standing
    let stopped = false
    let stop = () => {
      stopped = true
    }
    const given = () => {
      if (stopped) return
      standing.transcriptChanged = false
      rememberUnfinished(upload.file, url, upload.transcript?.name)
      stop = this.sendEpisode(upload, standing)
    }
    const refused = (error: unknown) => {
      if (stopped) return
      const trouble = asTrouble(error)
      // The episode is there already: what is left of its upload tells which.
      if (trouble.status === 409) given()
      else this.failed(upload.key, standing, trouble, true)
    }
    ;(this.around.give ?? giveTranscript)(url, transcript).then(given, refused)
    return () => stop()
  }

  private sendTranscript({ key }: Upload, transcript: File, standing: Standing): () => void {
    const nothing = () => undefined
    const done = ({ id }: Arrival) => {
      standing.transcript = id
      this.active = null
      const upload = this.find(key)
      if (upload) this.send(upload)
    }
    const failed = (trouble: Trouble) => this.failed(key, standing, trouble, true)
    return (this.around.send ?? sendFile)(transcript, null, { begun: nothing, sent: nothing, kept: nothing, done, failed }, { kind: 'transcript' })
  }

  private sendEpisode({ key, file, transcript }: Upload, standing: Standing): () => void {
    const pace = newPace()
    const now = this.now()
    const events: SendEvents = {
      begun: (url) => {
        standing.url = url
        rememberUnfinished(file, url, transcript?.name)
      },
      sent: (bytes) => {
        if (standing.url !== null) touchUnfinished(standing.url)
        this.patch(key, { sent: bytes, bytesPerSecond: pace.bytesPerSecond(bytes, now()) })
      },
      kept: (bytes) => {
        if (bytes > standing.kept) Object.assign(standing, { kept: bytes, failures: 0 })
      },
      done: (arrival) => this.arrived(key, file, arrival),
      failed: (trouble) => this.failed(key, standing, trouble),
    }
    const facts = standing.transcript === null ? {} : { transcript: standing.transcript }
    return (this.around.send ?? sendFile)(file, standing.url, events, facts)
  }

  private arrived(key: number, file: File, arrival: Arrival): void {
    const url = this.standings.get(key)?.url
    if (url) forgetUnfinished(url)
    this.active = null
    const isLast = !this.uploads.some((upload) => upload.key !== key && upload.state !== 'here already')
    const shown = this.around.done(file, arrival, isLast)
    if (arrival.duplicate && !shown) this.patch(key, { state: 'here already', episode: arrival.id, bytesPerSecond: null })
    else this.forget(key)
    this.sendNext()
  }

  private failed(key: number, standing: Standing, trouble: Trouble, ofTranscript = false): void {
    this.active = null
    const { url } = standing
    if (url !== null && (trouble.notFound || trouble.status === 410)) {
      // What had arrived is gone, so it begins anew; unless its transcript is gone with it.
      forgetUnfinished(url)
      Object.assign(standing, { url: null, transcript: null, transcriptChanged: false, kept: 0 })
      const words = this.find(key)?.transcript
      if (words && !words.file) this.patch(key, { state: 'failed', sent: 0, trouble: goneWith(words.name), transcriptAtFault: true })
      else this.patch(key, { state: 'waiting', sent: 0 })
    } else if (mayResumeUpload(standing.failures, trouble)) {
      this.rest(key, standing, trouble)
    } else {
      this.around.refused?.(trouble)
      const transcriptAtFault = ofTranscript && trouble.status >= 400 && trouble.status < 500 && !trouble.signInNeeded
      const refused = trouble.lasting && !transcriptAtFault
      if (refused) this.takeBack(key)
      this.patch(key, { state: refused ? 'refused' : 'failed', bytesPerSecond: null, trouble: asRefusal(trouble), transcriptAtFault })
    }
    this.sendNext()
  }

  private rest(key: number, standing: Standing, trouble: Trouble): void {
    const wait = retryDelay(standing.failures, trouble)
    if ((this.around.online ?? (() => navigator.onLine))()) standing.failures += 1
    const timer = setTimeout(() => {
      this.active = null
      this.patch(key, { state: 'waiting' })
      this.sendNext()
    }, wait)
    this.active = { key, stop: () => clearTimeout(timer) }
    this.patch(key, { state: 'resting', bytesPerSecond: null, trouble: asRefusal(trouble), againAt: this.now()() + wait })
  }

  private release(key: number): void {
    if (this.active?.key !== key) return
    this.active.stop()
    this.active = null
  }

  private now(): () => number {
    return this.around.now ?? Date.now
  }

  private find(key: number): Upload | undefined {
    return this.uploads.find((upload) => upload.key === key)
  }

  private forget(key: number): void {
    this.standings.delete(key)
    this.change(this.uploads.filter((upload) => upload.key !== key))
  }

  private patch(key: number, part: Partial<Upload>): void {
    this.change(this.uploads.map((upload) => (upload.key === key ? { ...upload, ...part } : upload)))
  }

  private change(uploads: readonly Upload[]): void {
    this.uploads = uploads
    for (const listener of this.listeners) listener()
  }
}

// The same file chosen twice is one upload.
function isSame({ state, file }: Upload, other: File): boolean {
  const over = state === 'refused' || state === 'here already'
  return !over && file.name === other.name && file.size === other.size && file.lastModified === other.lastModified
}

function goneWith(transcript: string): Refusal {
  return { reason: `The server has let go of this upload and of ${transcript}.`, remedy: 'Choose the transcript again, or go on without it.' }
}

function asRefusal(trouble: Trouble): Refusal {
  const crossed = [409, 423, 460].includes(trouble.status)
  return { reason: crossed ? 'The connection was cut.' : trouble.message, remedy: trouble.remedy, mayPass: trouble.status === 0 || trouble.signInNeeded }
}
