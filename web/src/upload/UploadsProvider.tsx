import { useQueryClient } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useRef, useState, useSyncExternalStore, type ReactNode } from 'react'
import { useLocation } from 'wouter'
import { keys } from '../api/keys'
import { useUploadLimit } from '../api/queries'
import { dropUpload } from '../api/send-file'
import { noticeSignedOut } from '../api/signed-out'
import type { EpisodeId } from '../api/types'
import { useSession } from '../api/use-session'
import { wasHere } from '../episode/ArrivalNote'
import { rememberUpload } from '../memory/uploads'
import { UploadQueue } from './upload-queue'

const Queue = createContext<UploadQueue | null>(null)

// Uploads outlive the screen they were started on. Closing the page stops them; what has arrived stays.
export function UploadsProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const limit = useUploadLimit()
  const [path, go] = useLocation()
  const show = (id: EpisodeId, duplicate: boolean, isLast: boolean) => {
    const shown = isLast && path === '/'
    if (shown) go(`/e/${id}`, { state: duplicate ? wasHere : null })
    return shown
  }
  const latest = useRef({ limit, show })
  useEffect(() => {
    latest.current = { limit, show }
  })
  const [queue] = useState(
    () =>
      new UploadQueue({
        limit: () => latest.current.limit,
        // What had all arrived may have become an episode before it was taken back.
        drop: (url) => dropUpload(url).finally(() => client.invalidateQueries({ queryKey: keys.episodes })),
        refused: (trouble) => noticeSignedOut(client, trouble),
        done: (file, { id, duplicate }, isLast) => {
          if (!duplicate) rememberUpload(id, file.name)
          void client.invalidateQueries({ queryKey: keys.episodes })
          return latest.current.show(id, duplicate, isLast)
        },
      }),
  )
  useWarnBeforeLeaving(queue)
  useGoOn(queue)
  return <Queue.Provider value={queue}>{children}</Queue.Provider>
}

export function useUploads() {
  const queue = useContext(Queue)
  if (queue === null) throw new Error('useUploads needs an UploadsProvider above it')
  const uploads = useSyncExternalStore(queue.subscribe, queue.snapshot)
  const { add, setTranscript, pause, goOn, goOnNow, remove } = queue
  return { uploads, add, setTranscript, pause, goOn, goOnNow, remove }
}

function useWarnBeforeLeaving(queue: UploadQueue): void {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      const busy = queue.snapshot().some(({ state }) => state === 'waiting' || state === 'sending' || state === 'resting')
      if (busy) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [queue])
}

// Once the network is back, and once somebody has signed in, nothing has to wait any longer.
function useGoOn(queue: UploadQueue): void {
  const { outside } = useSession()
  useEffect(() => {
    if (!outside) queue.goOnNow()
  }, [queue, outside])
  useEffect(() => {
    window.addEventListener('online', queue.goOnNow)
    return () => window.removeEventListener('online', queue.goOnNow)
  }, [queue])
}
