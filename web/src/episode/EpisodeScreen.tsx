import { useEffect } from 'react'
import { useEpisode } from '../api/queries'
import { stageOf, type Heard } from '../api/progress-policy'
import { asTrouble } from '../api/trouble'
import type { ClipId, Episode, EpisodeId } from '../api/types'
import { useProgress } from '../api/use-progress'
import { ClipsView } from '../clips/ClipsView'
import { NotFoundScreen } from '../frame/NotFoundScreen'
import { useTabTitle } from '../frame/use-tab-title'
import { Button } from '../look/Button'
import { Problem } from '../look/Problem'
import { StillTrying } from '../look/StillTrying'
import { forgetLast, rememberLast } from '../memory/last-episode'
import { uploadedName } from '../memory/uploads'
import { stageSentence } from '../words/stages'
import { ArrivalNote } from './ArrivalNote'
import { EpisodeHead } from './EpisodeHead'
import styles from './episode.module.css'
import { FailedView } from './FailedView'
import { WorkingView } from './WorkingView'

export function EpisodeScreen({ id, clip }: { id: EpisodeId; clip: ClipId | null }) {
  const progress = useProgress(id)
  const episode = useEpisode(id, progress.data)
  const trouble = progress.error && asTrouble(progress.error)
  const gone = trouble?.gone === true
  const stage = stageOf(progress.data)
  const title = episode.data?.title ?? uploadedName(id) ?? 'Episode'
  useRemembered(id, gone, progress.data)
  useTabTitle(progress.data === undefined ? null : tabTitle(title, progress.data))
  if (gone) return <NotFoundScreen what="episode" />
  return (
    <div className={`wrap screen ${styles.screen ?? ''}`} data-clip-open={clip !== null}>
      <p role="status" className="unseen">
        {progress.data === undefined ? '' : stageSentence(stage)}
      </p>
      <EpisodeHead id={id} title={title} episode={episode.data} stage={stage} clipOpen={clip !== null} />
      <ArrivalNote />
      {trouble && (
        <div className={styles.notice}>
          <Problem reason={trouble.message} remedy={trouble.remedy} urgent>
            <Button look="primary" onClick={() => void progress.refetch()}>
              Try again
            </Button>
          </Problem>
        </div>
      )}
      {!trouble && progress.failureCount > 0 && (
        <div className={styles.notice}>
          <StillTrying />
        </div>
      )}
      {progress.data !== undefined && <Body id={id} heard={progress.data} episode={episode.data} clip={clip} />}
    </div>
  )
}

interface BodyProps {
  id: EpisodeId
  heard: Heard
  episode: Episode | undefined
  clip: ClipId | null
}

function Body({ id, heard, episode, clip }: BodyProps) {
  const stage = stageOf(heard)
  if (stage === 'completed') return <ClipsView id={id} episode={episode} open={clip} />
  if (stage === 'error' && heard !== 'not yet') return <FailedView id={id} progress={heard.progress} episode={episode} />
  return <WorkingView id={id} heard={heard} episode={episode} />
}

function tabTitle(title: string, heard: Heard): string {
  const stage = stageOf(heard)
  if (stage === 'completed') return `${title} · PodPromo`
  if (stage === 'error') return `Stopped · ${title}`
  return heard === 'not yet' ? `Waiting · ${title}` : `${Math.round(heard.progress.percent)} % · ${title}`
}

function useRemembered(id: EpisodeId, gone: boolean, heard: Heard | undefined): void {
  const here = heard !== undefined
  useEffect(() => {
    if (gone) forgetLast(id)
    else if (here) rememberLast(id)
  }, [id, gone, here])
}
