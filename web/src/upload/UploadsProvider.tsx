import { useQueryClient } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useRef, useState, useSyncExternalStore, type ReactNode } from 'react'
import { useLocation } from 'wouter'
import { useUploadLimit } from '../api/queries'
import { rememberUpload } from '../memory/uploads'
import { UploadQueue } from './upload-queue'

const Queue = createContext<UploadQueue | null>(null)

// Uploads outlive the screen they were started on; only closing the page ends them.
export function UploadsProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const limit = useUploadLimit()
  const [path, go] = useLocation()
  const latest = useRef({ limit, path, go })
  useEffect(() => {
    latest.current = { limit, path, go }
  })
  const [queue] = useState(
    () =>
      new UploadQueue({
        limit: () => latest.current.limit,
        done: (file, id, isLast) => {
          rememberUpload(id, file.name)
          void client.invalidateQueries({ queryKey: ['episodes'] })
          if (isLast && latest.current.path === '/') latest.current.go(`/e/${id}`)
        },
      }),
  )
  useWarnBeforeLeaving(queue)
  return <Queue.Provider value={queue}>{children}</Queue.Provider>
}

export function useUploads() {
  const queue = useContext(Queue)
  if (queue === null) throw new Error('useUploads needs an UploadsProvider above it')
  const uploads = useSyncExternalStore(queue.subscribe, queue.snapshot)
  return { uploads, add: queue.add, remove: queue.remove, retry: queue.retry }
}

function useWarnBeforeLeaving(queue: UploadQueue): void {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (queue.snapshot().some((upload) => upload.state === 'waiting' || upload.state === 'sending')) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [queue])
}
