import { usePeaks } from '../api/queries'
import type { EpisodeId } from '../api/types'
import { useWidth } from './use-width'
import styles from './wave.module.css'
import { barsOf, pathOf } from './waveform'

const step = 5

export type Tone = 'rest' | 'heard' | 'clip' | 'on'

interface Props {
  id: EpisodeId
  height: number
  // The tone of the part [from, to) of the episode, as fractions of it.
  toneOf: (from: number, to: number) => Tone
}

// The sound of an episode as wide as its place. Its height is kept even before there is any sound.
export function Wave({ id, height, toneOf }: Props) {
  const peaks = usePeaks(id).data?.peaks ?? []
  const [box, width] = useWidth<HTMLDivElement>()
  const bars = barsOf(peaks, Math.max(1, Math.floor(width / step)))
  const tones = bars.map((_, index) => toneOf(index / bars.length, (index + 1) / bars.length))
  return (
    <div ref={box} className={styles.wave} style={{ height }}>
      <svg width="100%" height={height} aria-hidden="true">
        {(['rest', 'heard', 'clip', 'on'] as const).map((tone) => (
          <path key={tone} className={styles[tone]} d={pathOf(bars, step, height, (index) => tones[index] === tone)} />
        ))}
      </svg>
    </div>
  )
}
