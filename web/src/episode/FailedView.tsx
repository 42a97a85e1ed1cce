import { useLocation } from 'wouter'
import { useListenInstead, useRetryEpisode } from '../api/queries'
import type { Episode, EpisodeId, Progress, StageState } from '../api/types'
import { Button } from '../look/Button'
import { NotDone } from '../look/NotDone'
import { Problem } from '../look/Problem'
import { usePicker } from '../upload/use-picker'
import { useUploads } from '../upload/UploadsProvider'
import { sentence } from '../words/format'
import { failureTitle, wasStopped } from '../words/stages'
import styles from './episode.module.css'
import { StageLine } from './StageLine'

export function FailedView({ id, progress, episode }: { id: EpisodeId; progress: Progress; episode: Episode | undefined }) {
  const retry = useRetryEpisode()
  const listen = useListenInstead()
  const error = episode?.error
  const stopped = wasStopped(progress)
  // The server has tried by itself what may pass, so it is the file.
  const unreadable = !stopped && error?.stage === 'sound'
  return (
    <>
      <StageLine stages={stopped ? episode?.stages.map(calmed) : episode?.stages} />
      <div className={styles.notice}>
        <Problem {...(stopped ? saidOfStopping : saidOf(progress, error))} calm={stopped}>
          {unreadable && <OtherFile />}
          <Button look={unreadable ? 'quiet' : 'primary'} disabled={retry.isPending} onClick={() => retry.mutate(id)}>
            {stopped ? 'Go on' : 'Try again'}
          </Button>
          {error?.stage === 'words' && !stopped && episode?.given_transcript && (
            <Button disabled={listen.isPending} onClick={() => listen.mutate(id)}>
              Listen instead
            </Button>
          )}
        </Problem>
        {!stopped && !unreadable && <p className={`small muted ${styles.note ?? ''}`}>What was done before is kept; only the rest is done again.</p>}
        <NotDone error={retry.error ?? listen.error} />
      </div>
    </>
  )
}

// Its upload is seen in the library.
function OtherFile() {
  const { add } = useUploads()
  const [, go] = useLocation()
  const { input, choose } = usePicker((files) => {
    add(files)
    go('/')
  })
  return (
    <>
      <Button look="primary" onClick={choose}>
        Choose another file
      </Button>
      {input}
    </>
  )
}

const saidOfStopping = { title: 'Stopped by you', reason: 'What was done before is kept; only the rest is still to do.' }

function saidOf(progress: Progress, error: Episode['error'] | undefined) {
  return {
    title: failureTitle(error?.stage),
    reason: sentence(error?.reason ?? progress.message),
    remedy: sentence(error?.remedy ?? progress.detail),
  }
}

// Where the work was stopped is no failure.
function calmed(stage: StageState): StageState {
  return stage.state === 'failed' ? { ...stage, state: 'waiting' } : stage
}
