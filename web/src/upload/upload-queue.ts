import { uploadFile, type UploadEvents } from '../api/upload-file'
import type { EpisodeId } from '../api/types'
import { refusalOf, type Refusal } from './check-file'
import { newPace } from './pace'

export interface Upload {
  key: number
  file: File
  // Refused before a byte was sent, so sending it again would come to the same.
  state: 'waiting' | 'sending' | 'failed' | 'refused'
  sent: number
  bytesPerSecond: number | null
  trouble: Refusal | null
}

interface Surroundings {
  send?: (file: File, events: UploadEvents) => () => void
  now?: () => number
  limit: () => number | null
  done: (file: File, id: EpisodeId, isLast: boolean) => void
}

// Sends files one after the other, each with its own fate. Components read `snapshot` and subscribe to changes.
export class UploadQueue {
  private uploads: readonly Upload[] = []
  private readonly listeners = new Set<() => void>()
  private stopSending: (() => void) | null = null
  private nextKey = 1

  constructor(private readonly around: Surroundings) {}

  readonly snapshot = (): readonly Upload[] => this.uploads

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly add = (files: Iterable<File>): void => {
    const added = Array.from(files, (file) => this.judged(file, this.nextKey++))
    this.change([...this.uploads, ...added])
    this.sendNext()
  }

  // Stops an upload, or takes a failed one off the list.
  readonly remove = (key: number): void => {
    if (this.find(key)?.state === 'sending') {
      this.stopSending?.()
      this.stopSending = null
    }
    this.change(this.uploads.filter((upload) => upload.key !== key))
    this.sendNext()
  }

  readonly retry = (key: number): void => {
    this.change(this.uploads.map((upload) => (upload.key === key ? this.judged(upload.file, key) : upload)))
    this.sendNext()
  }

  private judged(file: File, key: number): Upload {
    const trouble = refusalOf(file, this.around.limit())
    return { key, file, state: trouble ? 'refused' : 'waiting', sent: 0, bytesPerSecond: null, trouble }
  }

  private sendNext(): void {
    const next = this.uploads.find((upload) => upload.state === 'waiting')
    if (next === undefined || this.stopSending !== null) return
    const { key, file } = next
    const pace = newPace()
    const now = this.around.now ?? Date.now
    this.patch(key, { state: 'sending' })
    this.stopSending = (this.around.send ?? uploadFile)(file, {
      sent: (bytes) => this.patch(key, { sent: bytes, bytesPerSecond: pace.bytesPerSecond(bytes, now()) }),
      done: ({ episodeId }) => {
        this.stopSending = null
        this.around.done(file, episodeId, this.uploads.length === 1)
        this.remove(key)
      },
      failed: (trouble) => {
        this.stopSending = null
        this.patch(key, { state: 'failed', trouble: { reason: trouble.message, remedy: trouble.remedy } })
        this.sendNext()
      },
    })
  }

  private find(key: number): Upload | undefined {
    return this.uploads.find((upload) => upload.key === key)
  }

  private patch(key: number, part: Partial<Upload>): void {
    this.change(this.uploads.map((upload) => (upload.key === key ? { ...upload, ...part } : upload)))
  }

  private change(uploads: readonly Upload[]): void {
    this.uploads = uploads
    for (const listener of this.listeners) listener()
  }
}
