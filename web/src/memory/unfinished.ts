import { useMemo, useSyncExternalStore } from 'react'
import { recall, remember } from './shelf'
import { thisTab } from './tab'

// An upload that has begun and not ended, as this browser knows it. The file itself can't be kept; whoever chooses the
// same one again goes on where it stopped.
export interface Unfinished {
  url: string
  name: string
  size: number
  // When the file was changed last, in milliseconds: with name and size what tells files apart.
  modified: number
  // The name of the transcript that went before it.
  transcript?: string | undefined
  // The tab that sends it, and when it was last known to.
  tab: string
  at: number
}

interface FileLike {
  name: string
  size: number
  lastModified: number
}

const key = 'unfinished-uploads'
const most = 50
const touchEveryMs = 3000
const silentMs = 15_000
const listeners = new Set<() => void>()

export function unfinishedUploads(): Unfinished[] {
  return recall<Unfinished[]>(key, [])
}

export function rememberUnfinished(file: FileLike, url: string, transcript?: string, now = Date.now()): void {
  const upload = { url, name: file.name, size: file.size, modified: file.lastModified, transcript, tab: thisTab(), at: now }
  keep([upload, ...unfinishedUploads().filter((each) => !isOf(each, file))])
}

export function touchUnfinished(url: string, now = Date.now()): void {
  const all = unfinishedUploads()
  const mine = all.find((each) => each.url === url)
  if (mine && now - mine.at >= touchEveryMs) keep(all.map((each) => (each === mine ? { ...mine, tab: thisTab(), at: now } : each)))
}

export function forgetUnfinished(url: string): void {
  keep(unfinishedUploads().filter((each) => each.url !== url))
}

// Where the upload of this very file stands, when it has begun before.
export function unfinishedOf(file: FileLike): Unfinished | null {
  return unfinishedUploads().find((each) => isOf(each, file)) ?? null
}

// What nobody sends at the moment: begun by this tab before it was loaded again, or by another that has gone silent.
export function useLeftUnfinished(sending: readonly FileLike[], now: number): Unfinished[] {
  const text = useSyncExternalStore(subscribe, () => JSON.stringify(unfinishedUploads()))
  const all = useMemo(() => JSON.parse(text) as Unfinished[], [text])
  return all.filter(
    (upload) => !sending.some((file) => isOf(upload, file)) && (upload.tab === thisTab() || now - upload.at > silentMs),
  )
}

function isOf({ name, size, modified }: Unfinished, file: FileLike): boolean {
  return name === file.name && size === file.size && modified === file.lastModified
}

function keep(uploads: readonly Unfinished[]): void {
  remember(key, uploads.slice(0, most))
  for (const listener of listeners) listener()
}

function subscribe(changed: () => void): () => void {
  listeners.add(changed)
  window.addEventListener('storage', changed)
  return () => {
    listeners.delete(changed)
    window.removeEventListener('storage', changed)
  }
}
