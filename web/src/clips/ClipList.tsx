import type { Clip } from '../api/types'
import { Button } from '../look/Button'
import type { Mark } from '../memory/marks'
import { clock } from '../words/format'
import { ClipCard, type ClipActions } from './ClipCard'
import styles from './ClipList.module.css'

interface Props extends ClipActions {
  clips: Clip[]
  selected: Clip
  playing: boolean
  marks: Readonly<Record<string, Mark>>
  onBringBack: (clip: Clip) => void
}

// The best clip first and larger; those set aside wait at the end, one line each.
export function ClipList({ clips, selected, playing, marks, onBringBack, ...actions }: Props) {
  const shown = clips.filter((clip) => marks[clip.id] !== 'set aside')
  const aside = clips.filter((clip) => marks[clip.id] === 'set aside')
  return (
    <section className={styles.list} aria-label="Clips">
      <ol>
        {shown.map((clip, index) => (
          <ClipCard
            key={clip.id}
            clip={clip}
            first={index === 0}
            selected={clip.id === selected.id}
            playing={playing && clip.id === selected.id}
            kept={marks[clip.id] === 'kept'}
            {...actions}
          />
        ))}
      </ol>
      {aside.length > 0 && (
        <>
          <h2 className={styles.asideTitle}>Not these</h2>
          <ul>
            {aside.map((clip) => (
              <li key={clip.id} className={styles.aside}>
                <span className="small muted num">{clock(clip.start_s)}</span>
                <span dir="auto" className="grow cut muted">
                  {clip.title}
                </span>
                <Button id={`bring-back-${clip.id}`} look="plain" onClick={() => onBringBack(clip)}>
                  Bring back
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
