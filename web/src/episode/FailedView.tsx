import { useRetryEpisode } from '../api/queries'
import { asTrouble } from '../api/trouble'
import type { Episode, EpisodeId, Progress } from '../api/types'
import { Button } from '../look/Button'
import { Problem } from '../look/Problem'
import { sentence } from '../words/format'
import { failureTitle } from '../words/stages'
import styles from './episode.module.css'
import { StageLine } from './StageLine'

export function FailedView({ id, progress, episode }: { id: EpisodeId; progress: Progress; episode: Episode | undefined }) {
  const retry = useRetryEpisode()
  const error = episode?.error
  return (
    <>
      <StageLine stages={episode?.stages} />
      <div className={styles.notice}>
        <Problem
          title={failureTitle(error?.stage)}
          reason={sentence(error?.reason ?? progress.message)}
          remedy={sentence(error?.remedy ?? progress.detail)}
        >
          <Button look="primary" disabled={retry.isPending} onClick={() => retry.mutate(id)}>
            Try again
          </Button>
        </Problem>
        <p className={`small muted ${styles.note ?? ''}`}>What was done before is kept; only the rest is done again.</p>
        {retry.isError && (
          <p className="small bad" role="alert">
            {asTrouble(retry.error).message}
          </p>
        )}
      </div>
    </>
  )
}
