import { useEffect } from 'react'
import { useTranscript } from '../api/queries'
import { pollInterval } from '../api/progress-policy'
import type { EpisodeId, Sentence, Transcript } from '../api/types'
import { clock, clockLength, count } from '../words/format'
import styles from './episode.module.css'

const shown = 5

// The last lines that were heard, so that the wait has something to read.
export function HeardSoFar({ id, stage, duration }: { id: EpisodeId; stage: string; duration: number | null }) {
  const hidden = document.visibilityState === 'hidden'
  const transcript = useTranscript(id, stage === 'transcribing' ? pollInterval(stage, hidden) : false)
  const lines = transcript.data?.sentences.slice(-shown) ?? []
  const listening = stage === 'transcribing'
  const { refetch } = transcript
  useEffect(() => {
    // What was heard since the last question came with the end of the stage.
    if (stage !== 'queued') void refetch({ cancelRefetch: false })
  }, [stage, refetch])
  return (
    <section className={styles.heard} aria-labelledby="heard">
      <div className={styles.heardHead}>
        <h2 id="heard">{transcript.data?.partial === false ? 'What was heard' : 'Heard so far'}</h2>
        <span className="small muted num">{amount(transcript.data ?? null, duration)}</span>
      </div>
      {lines.length === 0 && <p className="muted">The first lines appear here as soon as they are heard.</p>}
      <ol lang={transcript.data?.language}>
        {lines.map((line, index) => (
          <Line key={line.start} line={line} fresh={listening && index === lines.length - 1} />
        ))}
      </ol>
    </section>
  )
}

function Line({ line, fresh }: { line: Sentence; fresh: boolean }) {
  return (
    <li className={styles.line} data-fresh={fresh}>
      <span className="small muted num">{clock(line.start)}</span>
      <p dir="auto" className="said">
        {line.text}
      </p>
    </li>
  )
}

function amount(transcript: Transcript | null, duration: number | null): string {
  if (transcript === null) return ''
  const words = count(transcript.words.length, 'word')
  const end = transcript.words.at(-1)?.end
  if (!transcript.partial || end === undefined) return words
  return duration === null ? `${clock(end)} · ${words}` : `${clock(end)} of ${clockLength(duration)} · ${words}`
}
