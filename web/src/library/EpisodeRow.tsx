import { Link } from 'wouter'
import { isOver } from '../api/progress-policy'
import type { Episode, Queue } from '../api/types'
import { Bar } from '../look/Bar'
import { age, capitalised, clockLength, count, fullTime, sentence, timeLeft } from '../words/format'
import { failureTitle, stageSentence, wasStopped } from '../words/stages'
import { waitingSentence } from '../words/waiting'
import { Cover } from './Cover'
import styles from './library.module.css'

export function EpisodeRow({ episode, queue, now }: { episode: Episode; queue: Queue | null; now: Date }) {
  const added = new Date(episode.created_at)
  return (
    <li className={styles.row}>
      <Link to={`/e/${encodeURIComponent(episode.id)}`} className={styles.episode} data-episode-row>
        <Cover episode={episode} />
        <span className={styles.what}>
          <span dir="auto" className={`strong ${styles.title ?? ''}`}>
            {episode.title}
          </span>
          <span className={`small muted num ${styles.meta ?? ''}`}>
            <bdi className="cut">{episode.show || (episode.kind === 'video' ? 'Video' : 'Audio')}</bdi>
            {episode.duration_s !== null && <span>{clockLength(episode.duration_s)}</span>}
            <span className={styles.phoneAge}>{age(added, now)}</span>
          </span>
        </span>
        <State episode={episode} queue={queue} />
        <time className={`small muted ${styles.age ?? ''}`} dateTime={episode.created_at} title={fullTime(added)}>
          {capitalised(age(added, now))}
        </time>
      </Link>
    </li>
  )
}

function State({ episode, queue }: { episode: Episode; queue: Queue | null }) {
  if (wasStopped(episode.progress)) return <span className={`small muted ${styles.state ?? ''}`}>Stopped by you</span>
  if (episode.status === 'error') {
    return (
      <span className={`small ${styles.state ?? ''}`}>
        <span className="bad strong">{failureTitle(episode.error?.stage)}</span>
        <span className={`muted ${styles.reason ?? ''}`}>{sentence(episode.error?.reason ?? episode.progress.message)}</span>
      </span>
    )
  }
  if (isOver(episode.status)) {
    return <span className={`small ${styles.state ?? ''}`}>{clipsOf(episode)}</span>
  }
  const { percent, stage, eta_seconds, eta_confidence } = episode.progress
  return (
    <span className={`small ${styles.state ?? ''}`}>
      <span className={styles.working}>
        <span>{stage === 'queued' ? waitingSentence(episode.id, episode.progress, queue) : stageSentence(stage)}</span>
        <span className="muted num">{stage === 'queued' ? '' : timeLeft(eta_seconds, eta_confidence)}</span>
      </span>
      <Bar percent={percent} label={`Progress of ${episode.title}`} />
    </span>
  )
}

function clipsOf(episode: Episode): string {
  if (episode.clip_count === null) return 'Ready'
  return episode.clip_count === 0 ? 'No clips found' : count(episode.clip_count, 'clip')
}
