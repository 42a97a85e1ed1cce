import { useEffect, useRef, useState } from 'react'
import { isOver } from '../api/progress-policy'
import { useEpisodes, useQueue } from '../api/queries'
import { asTrouble } from '../api/trouble'
import type { Episode, Queue } from '../api/types'
import { useShortcuts } from '../frame/use-shortcuts'
import { useTabTitle } from '../frame/use-tab-title'
import { Button } from '../look/Button'
import { Problem } from '../look/Problem'
import { StillTrying } from '../look/StillTrying'
import { useLeftUnfinished } from '../memory/unfinished'
import { useUploads } from '../upload/UploadsProvider'
import { DropZone } from './DropZone'
import { EpisodeRow } from './EpisodeRow'
import styles from './library.module.css'
import { QueueControl, QueueNotice } from './QueueControl'
import { ResumeBanner } from './ResumeBanner'
import { UnfinishedRow } from './UnfinishedRow'
import { UploadRow } from './UploadRow'
import { useNow } from './use-now'

const pageSize = 60

export function LibraryScreen() {
  const episodes = useEpisodes()
  const { uploads } = useUploads()
  const now = useNow()
  const files = uploads.map(({ file }) => file)
  const unfinished = useLeftUnfinished(files, now.getTime())
  const sending = uploads.find((upload) => upload.state === 'sending')
  useTabTitle(sending ? `${Math.floor((100 * sending.sent) / sending.file.size)} % · ${sending.file.name}` : null)
  useShortcuts({ next: () => moveFocus(1), previous: () => moveFocus(-1) })
  const empty = episodes.data?.length === 0 && uploads.length === 0
  return (
    <div className={`wrap screen ${styles.library ?? ''}`}>
      <h1 className="unseen">Library</h1>
      {episodes.data && <ResumeBanner episodes={episodes.data} />}
      <DropZone empty={empty} />
      {uploads.length + unfinished.length > 0 && (
        <ul className={styles.list} aria-label="Uploads">
          {uploads.map((upload) => (
            <UploadRow key={upload.key} upload={upload} />
          ))}
          {unfinished.map((upload) => (
            <UnfinishedRow key={upload.url} upload={upload} />
          ))}
        </ul>
      )}
      {episodes.isError && (
        <Problem reason={asTrouble(episodes.error).message} remedy={asTrouble(episodes.error).remedy} urgent>
          <Button look="primary" onClick={() => void episodes.refetch()}>
            Try again
          </Button>
        </Problem>
      )}
      {!episodes.isError && episodes.failureCount > 0 && <StillTrying />}
      {episodes.isPending && <Skeleton />}
      {empty && !episodes.isError && <FirstSteps />}
      {episodes.data && episodes.data.length > 0 && <Episodes episodes={episodes.data} now={now} />}
    </div>
  )
}

function Episodes({ episodes, now }: { episodes: Episode[]; now: Date }) {
  const [shown, setShown] = useShown()
  const list = useRef<HTMLUListElement>(null)
  const firstNew = useRef<number | null>(null)
  const showOlder = () => {
    firstNew.current = shown
    setShown(shown + pageSize)
  }
  useEffect(() => {
    // Whoever asked for more goes on with the first of them.
    if (firstNew.current !== null) rowsIn(list.current)[firstNew.current]?.focus({ preventScroll: true })
    firstNew.current = null
  }, [shown])
  const queue: Queue | null = useQueue(episodes.some(({ status }) => !isOver(status)))
  return (
    <section aria-labelledby="episodes">
      <div className={styles.listHead}>
        <h2 id="episodes">Episodes</h2>
        <QueueControl queue={queue} />
      </div>
      <QueueNotice queue={queue} />
      <ul ref={list} className={styles.list}>
        {episodes.slice(0, shown).map((episode) => (
          <EpisodeRow key={episode.id} episode={episode} queue={queue} now={now} />
        ))}
      </ul>
      {episodes.length > shown && <Button onClick={showOlder}>Show older episodes</Button>}
    </section>
  )
}

// How many episodes are shown. The entry in the browser's history remembers it, so that Back leads to where one was.
function useShown(): [number, (shown: number) => void] {
  const [shown, setShown] = useState(() => {
    const state = window.history.state as { shown?: number } | null
    return state?.shown ?? pageSize
  })
  const show = (more: number) => {
    window.history.replaceState({ ...window.history.state, shown: more }, '')
    setShown(more)
  }
  return [shown, show]
}

function FirstSteps() {
  return (
    <ol className={styles.steps}>
      <li>
        <h2>You bring an episode</h2>
        <p className="muted">Any audio or video file with people talking.</p>
      </li>
      <li>
        <h2>We listen to all of it</h2>
        <p className="muted">Every word gets its time, and the moments worth sharing are found.</p>
      </li>
      <li>
        <h2>You get clips</h2>
        <p className="muted">Upright videos with captions and titles, each with the reasons it was chosen.</p>
      </li>
    </ol>
  )
}

function Skeleton() {
  return (
    <div aria-hidden="true">
      <h2>Episodes</h2>
      <div className={styles.list}>
        {[1, 2, 3].map((row) => (
          <div key={row} className={styles.skeletonRow} />
        ))}
      </div>
    </div>
  )
}

function moveFocus(step: 1 | -1): void {
  const rows = rowsIn(document)
  const at = rows.findIndex((row) => row === document.activeElement)
  const next = at === -1 ? (step === 1 ? 0 : rows.length - 1) : at + step
  rows[Math.min(rows.length - 1, Math.max(0, next))]?.focus()
}

function rowsIn(place: ParentNode | null): HTMLElement[] {
  return Array.from(place?.querySelectorAll<HTMLElement>('[data-episode-row]') ?? [])
}
