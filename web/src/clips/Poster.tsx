import { useState } from 'react'
import type { Clip } from '../api/types'
import { PauseIcon, PlayIcon } from '../look/icons'
import { length } from '../words/format'
import styles from './Poster.module.css'

// The first picture of a clip; pressing it plays, hovering never does.
export function Poster({ clip, playing, onToggle }: { clip: Clip; playing: boolean; onToggle: () => void }) {
  const [broken, setBroken] = useState<string | null>(null)
  const poster = clip.poster_url === broken ? null : clip.poster_url
  return (
    <button
      type="button"
      className={styles.poster}
      data-playing={playing}
      aria-label={`${playing ? 'Pause' : 'Play'} ${clip.title}`}
      onClick={onToggle}
    >
      {poster ? (
        <img src={poster} alt="" width={270} height={480} loading="lazy" onError={() => setBroken(poster)} />
      ) : (
        <span dir="auto" className={`said ${styles.text ?? ''}`}>{clip.first_sentence || clip.title}</span>
      )}
      <span className={styles.glyph}>{playing ? <PauseIcon size={22} /> : <PlayIcon size={22} />}</span>
      <span className={`num ${styles.length ?? ''}`}>{length(clip.duration_s)}</span>
    </button>
  )
}
