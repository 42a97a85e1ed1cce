import { Link } from 'wouter'
import type { Clip } from '../api/types'
import { Button, DownloadLink } from '../look/Button'
import { CheckIcon } from '../look/icons'
import { clock, length } from '../words/format'
import { mainDownloadOf } from './clip-media'
import styles from './ClipCard.module.css'
import { Poster } from './Poster'
import { Reasons } from './Reasons'
import type { ClipDownloads } from './use-clip-downloads'

export interface ClipActions {
  downloads: ClipDownloads
  onToggle: (clip: Clip) => void
  onSelect: (clip: Clip, play: boolean) => void
  onKeep: (clip: Clip, kept: boolean) => void
  onSetAside: (clip: Clip) => void
}

interface Props extends ClipActions {
  clip: Clip
  first: boolean
  selected: boolean
  playing: boolean
  kept: boolean
}

export function ClipCard({ clip, first, selected, playing, kept, ...actions }: Props) {
  return (
    <li className={styles.card} data-first={first} data-selected={selected} data-clip={clip.id} data-testid="clip-card">
      <div className={styles.poster}>
        <Poster clip={clip} playing={playing} onToggle={() => actions.onToggle(clip)} />
      </div>
      <div className={styles.text}>
        <div className={styles.head}>
          <div className="grow">
            <h2 className={styles.title}>
              <Link
                id={`clip-${clip.id}`}
                dir="auto"
                to={`/e/${encodeURIComponent(clip.episode_id)}/c/${encodeURIComponent(clip.id)}`}
                aria-current={selected ? 'true' : undefined}
                onClick={(event) => {
                  event.preventDefault()
                  actions.onSelect(clip, false)
                }}
              >
                <span className={styles.words}>{clip.title}</span>
              </Link>
            </h2>
            <p className="small muted num">
              {clock(clip.start_s)} · {length(clip.duration_s)}
            </p>
          </div>
          <Score value={clip.score} />
        </div>
        <p dir="auto" className={`said ${styles.quote ?? ''}`}>{first ? clip.text : clip.first_sentence || clip.text}</p>
        <Reasons reasons={clip.reasons.slice(0, 3)} />
      </div>
      <CardButtons clip={clip} first={first} kept={kept} {...actions} />
    </li>
  )
}

function Score({ value }: { value: number }) {
  return (
    <span className={`num ${styles.score ?? ''}`} title={`Score ${value} of 100`}>
      <span className="unseen">Score </span>
      {value}
      <span className={styles.most}> of 100</span>
    </span>
  )
}

function CardButtons({ clip, first, kept, downloads, onKeep, onSetAside }: ClipActions & { clip: Clip; first: boolean; kept: boolean }) {
  const url = mainDownloadOf(clip)
  return (
    <div className={styles.buttons}>
      {url && (
        <DownloadLink look={first ? 'primary' : 'quiet'} href={url} onClick={downloads.onClick(clip, mainDownloadOf)}>
          Download
          <span className="unseen"> {clip.title}</span>
        </DownloadLink>
      )}
      <Button look={first ? 'quiet' : 'plain'} aria-pressed={kept} onClick={() => onKeep(clip, !kept)}>
        {kept && <CheckIcon />}
        {kept ? 'Kept' : 'Keep'}
      </Button>
      <Button look="plain" onClick={() => onSetAside(clip)}>
        Not this one
      </Button>
    </div>
  )
}
