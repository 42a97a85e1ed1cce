import { useState } from 'react'
import { isOver } from '../api/progress-policy'
import type { Episode } from '../api/types'
import { Button, ButtonLink } from '../look/Button'
import { useFocusKept } from '../look/use-focus-kept'
import { declineOffer, episodeToOffer } from '../memory/last-episode'
import { count } from '../words/format'
import { wasStopped } from '../words/stages'
import styles from './library.module.css'

// Offers a returning visitor the episode of last time; nothing happens unless they want it.
export function ResumeBanner({ episodes }: { episodes: Episode[] }) {
  const [offered, setOffered] = useState(episodeToOffer)
  const episode = episodes.find(({ id }) => id === offered)
  const decline = () => {
    declineOffer()
    setOffered(null)
  }
  return episode ? <Offer episode={episode} onDecline={decline} /> : null
}

function Offer({ episode, onDecline }: { episode: Episode; onDecline: () => void }) {
  const element = useFocusKept<HTMLElement>()
  return (
    <section ref={element} className={styles.resume} aria-label="Go on where you were">
      <p className="grow">
        <bdi className="strong">{episode.title}</bdi> <span className="muted">{stateOf(episode)}</span>
      </p>
      <span className={styles.uploadActions}>
        <ButtonLink to={`/e/${encodeURIComponent(episode.id)}`}>Go on</ButtonLink>
        <Button look="plain" onClick={onDecline}>
          Not now
        </Button>
      </span>
    </section>
  )
}

function stateOf(episode: Episode): string {
  if (wasStopped(episode.progress)) return 'was stopped by you.'
  if (episode.status === 'error') return 'stopped while you were away.'
  if (!isOver(episode.status)) return `is still being worked on, ${Math.round(episode.progress.percent)} % done.`
  const clips = episode.clip_count ?? 0
  return clips === 0 ? 'is ready.' : `is ready with ${count(clips, 'clip')}.`
}
