import type { Clip, EpisodeId } from '../api/types'
import { isForFingers } from '../look/media'
import { useWidth } from '../wave/use-width'
import { Wave, type Tone } from '../wave/Wave'
import { clock } from '../words/format'
import styles from './WaveMap.module.css'
import { useTime, type Video } from './use-media'
import { placesOf } from './wave-places'

interface Props {
  id: EpisodeId
  duration: number | null
  clips: Clip[]
  selected: Clip
  video: Video
  onSelect: (clip: Clip, play: boolean) => void
}

// The whole episode as its sound, with the clips where they are.
export function WaveMap({ id, duration, clips, selected, video, onSelect }: Props) {
  const total = duration ?? Math.max(...clips.map((clip) => clip.end_s))
  const [map, width] = useWidth<HTMLDivElement>()
  const places = placesOf(clips, selected, total, { width, edge: isForFingers() ? 22 : 12 })
  const toneOf = (from: number, to: number): Tone => {
    const covers = (clip: Clip) => to * total > clip.start_s && from * total < clip.end_s
    if (covers(selected)) return 'on'
    return clips.some(covers) ? 'clip' : 'rest'
  }
  return (
    <div ref={map} className={styles.map}>
      <Wave id={id} height={48} toneOf={toneOf} />
      <Playhead clip={selected} total={total} video={video} />
      {places.map(({ clip, at }) => (
        <button
          key={clip.id}
          type="button"
          className={`num ${styles.clip ?? ''}`}
          data-selected={clip.id === selected.id}
          aria-label={`Clip ${clip.rank} at ${clock(clip.start_s)}: ${clip.title}`}
          style={{ '--at': `${100 * at}%` } as React.CSSProperties}
          onClick={() => onSelect(clip, false)}
        >
          {clip.rank}
        </button>
      ))}
    </div>
  )
}

function Playhead({ clip, total, video }: { clip: Clip; total: number; video: Video }) {
  const time = useTime(video)
  if (time === 0) return null
  return <span className={styles.playhead} style={{ left: `${(100 * (clip.start_s + time)) / total}%` }} />
}
