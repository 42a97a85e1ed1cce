import { Link } from 'wouter'
import { isOver } from '../api/progress-policy'
import type { Episode, EpisodeId } from '../api/types'
import { ButtonLink } from '../look/Button'
import { BackIcon } from '../look/icons'
import { age, clockLength, count, fullTime } from '../words/format'
import { DeleteEpisode } from './DeleteEpisode'
import styles from './episode.module.css'
import { StopWork } from './StopWork'

interface Props {
  id: EpisodeId
  title: string
  episode: Episode | undefined
  stage: string
  clipOpen: boolean
}

export function EpisodeHead({ id, title, episode, stage, clipOpen }: Props) {
  const base = `/e/${encodeURIComponent(id)}`
  return (
    <header className={styles.head} data-clip-open={clipOpen}>
      <Link to="/" className={`small muted ${styles.back ?? ''}`}>
        <BackIcon />
        Episodes
      </Link>
      <div className={styles.headActions}>
        {stage === 'completed' && episode?.word_count !== 0 && <ButtonLink to={`${base}/transcript`}>Transcript</ButtonLink>}
        {episode && !isOver(stage) && <StopWork id={id} />}
        {episode && <DeleteEpisode id={id} title={title} running={!isOver(stage)} />}
      </div>
      <div className={styles.headText}>
        <h1 dir="auto" data-long={title.length > 80}>
          {title}
        </h1>
        <p className="muted num">{episode ? <Meta episode={episode} /> : ' '}</p>
      </div>
    </header>
  )
}

function Meta({ episode }: { episode: Episode }) {
  const added = new Date(episode.created_at)
  const parts = [episode.show, episode.duration_s === null ? '' : clockLength(episode.duration_s), found(episode)]
  return (
    <>
      {parts.filter(Boolean).join(' · ')}
      {episode.status !== 'completed' && (
        <>
          {parts.some(Boolean) && ' · '}
          <time dateTime={episode.created_at} title={fullTime(added)}>
            added {age(added, new Date())}
          </time>
        </>
      )}
    </>
  )
}

function found({ clip_count, candidates, ads_left_out }: Episode): string {
  if (clip_count === null) return ''
  if (clip_count === 0) return 'no clips'
  const of = candidates ? ` of ${count(candidates, 'moment')}` : ''
  const ads = ads_left_out ? `, ${count(ads_left_out, 'ad')} left out` : ''
  return `${count(clip_count, 'clip')}${of}${ads}`
}
