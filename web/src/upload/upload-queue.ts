import { mayResumeUpload, retryDelay } from '../api/progress-policy'
import { dropUpload, sendFile, type Arrival, type SendEvents } from '../api/send-file'
import type { Trouble } from '../api/trouble'
import type { EpisodeId } from '../api/types'
import { forgetUnfinished, rememberUnfinished, touchUnfinished, urlToGoOn } from '../memory/unfinished'
import { refusalOf, type Refusal } from './check-file'
import { newPace } from './pace'

export interface Upload {
  key: number
  file: File
  // resting: cut off, and tried again at `againAt`. refused: before a byte was sent, so sending it again would come to
  // the same. here already: the server had the same content, as `episode`.
  state: 'waiting' | 'sending' | 'resting' | 'paused' | 'failed' | 'refused' | 'here already'
  sent: number
  bytesPerSecond: number | null
  trouble: Refusal | null
  againAt: number | null
  episode: EpisodeId | null
}

// What the queue alone needs to know of an upload.
interface Standing {
  url: string | null
  kept: number
  failures: number
}

interface Surroundings {
  send?: (file: File, url: string | null, events: SendEvents) => () => void
  drop?: (url: string) => Promise<void>
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
    for (const file of files) {
      const same = this.uploads.find((upload) => isSame(upload, file))
      if (same === undefined) this.change([...this.uploads, this.judged(file, this.nextKey++)])
      else if (same.state === 'paused' || same.state === 'failed') this.goOn(same.key)
    }
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
    this.change(this.uploads.map((each) => (each.key === key ? { ...this.judged(each.file, key), sent: each.sent } : each)))
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
    const url = this.standings.get(key)?.url
    if (url) {
      forgetUnfinished(url)
      void (this.around.drop ?? dropUpload)(url)
    }
    this.forget(key)
    this.sendNext()
  }

  private judged(file: File, key: number): Upload {
    const trouble = refusalOf(file, this.around.limit())
    const rest = { sent: 0, bytesPerSecond: null, againAt: null, episode: null }
    this.standings.set(key, { url: urlToGoOn(file), kept: 0, failures: 0 })
    return { key, file, state: trouble ? 'refused' : 'waiting', trouble, ...rest }
  }

  private sendNext(): void {
    const next = this.uploads.find((upload) => upload.state === 'waiting')
    if (next !== undefined && this.active === null) this.send(next)
  }

  private send({ key, file }: Upload): void {
    const standing = this.standings.get(key)
    if (standing === undefined) return
    const pace = newPace()
    const now = this.now()
    this.patch(key, { state: 'sending', trouble: null, againAt: null })
    const stop = (this.around.send ?? sendFile)(file, standing.url, {
      begun: (url) => {
        standing.url = url
        rememberUnfinished(file, url)
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
    })
    this.active = { key, stop }
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

  private failed(key: number, standing: Standing, trouble: Trouble): void {
    this.active = null
    const { url } = standing
    if (url !== null && (trouble.notFound || trouble.status === 410)) {
      // What had arrived is gone, so it begins anew.
      forgetUnfinished(url)
      Object.assign(standing, { url: null, kept: 0 })
      this.patch(key, { state: 'waiting', sent: 0 })
    } else if (mayResumeUpload(standing.failures, trouble)) {
      this.rest(key, standing, trouble)
    } else {
      this.around.refused?.(trouble)
      this.patch(key, { state: 'failed', bytesPerSecond: null, trouble: asRefusal(trouble) })
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

function asRefusal(trouble: Trouble): Refusal {
  const crossed = [409, 423, 460].includes(trouble.status)
  return { reason: crossed ? 'The connection was cut.' : trouble.message, remedy: trouble.remedy, mayPass: trouble.status === 0 || trouble.signInNeeded }
}
