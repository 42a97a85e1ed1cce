import type { Heard } from '../api/progress-policy'
import { useQueue } from '../api/queries'
import type { Episode, EpisodeId, Progress } from '../api/types'
import { timeLeft } from '../words/format'
import { Wave } from '../wave/Wave'
import { stageSentence } from '../words/stages'
import { waitingSentence } from '../words/waiting'
import styles from './episode.module.css'
import { HeardSoFar } from './HeardSoFar'
import { StageLine } from './StageLine'

export function WorkingView({ id, heard, episode }: { id: EpisodeId; heard: Heard; episode: Episode | undefined }) {
  const progress = heard === 'not yet' ? null : heard.progress
  const stage = progress?.stage ?? 'queued'
  const queue = useQueue(stage === 'queued')
  const left = stage === 'queued' ? waitingSentence(id, progress, queue) : leftOf(stage, progress)
  return (
    <>
      <StageLine stages={episode?.stages} />
      <div className={styles.wave}>
        {soundKnown(episode) && <Wave id={id} height={48} toneOf={(_, to) => (to <= heardPart(episode) ? 'heard' : 'rest')} />}
      </div>
      <div className={styles.wait}>
        <p className={`num ${styles.left ?? ''}`}>{left}</p>
        <p className="muted">
          {progress && <span className="num">{Math.round(progress.percent)} % done. </span>}
          You can close this page; we go on, and pick up here after a restart.
        </p>
      </div>
      <HeardSoFar id={id} stage={stage} duration={episode?.duration_s ?? null} />
    </>
  )
}

function leftOf(stage: string, progress: Progress | null): string {
  return stage === 'uploading' ? stageSentence(stage) : timeLeft(progress?.eta_seconds, progress?.eta_confidence)
}

function soundKnown(episode: Episode | undefined): boolean {
  return episode?.stages.find(({ name }) => name === 'sound')?.state === 'done'
}

// How much of the episode has been listened to, 0…1.
function heardPart(episode: Episode | undefined): number {
  const words = episode?.stages.find(({ name }) => name === 'words')
  return words?.state === 'done' ? 1 : (words?.percent ?? 0) / 100
}
