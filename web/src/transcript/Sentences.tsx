import { useRef, useState, type KeyboardEvent } from 'react'
import { Link } from 'wouter'
import { useClips } from '../api/queries'
import type { Clip, EpisodeId, Sentence, VersionedTranscript } from '../api/types'
import { IconButton } from '../look/Button'
import { PencilIcon } from '../look/icons'
import { clock } from '../words/format'
import { takesOver } from './corrections'
import { SentenceEditor } from './SentenceEditor'
import styles from './transcript.module.css'

interface Props {
  id: EpisodeId
  transcript: VersionedTranscript
  onSaved: () => void
}

// All that is said. A sentence is corrected where it stands; the arrow keys go from one pencil to the next, so that Tab
// leaves the list at once.
export function Sentences({ id, transcript, onSaved }: Props) {
  const clips = useClips(id).data?.clips ?? []
  const { sentences, language, partial } = transcript
  const [editing, setEditing] = useState<number | null>(null)
  const [reached, setReached] = useState(0)
  const opened = editing === null ? -1 : closestTo(editing, sentences)
  const list = useRef<HTMLOListElement>(null)
  const pencil = (index: number) => list.current?.querySelectorAll('li')[index]?.querySelector('button')
  const close = (index: number) => {
    setEditing(null)
    requestAnimationFrame(() => pencil(index)?.focus())
  }
  const arrows = (event: KeyboardEvent, index: number) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    pencil(index + step)?.focus()
  }
  return (
    <ol ref={list} className={styles.sentences} lang={language}>
      {sentences.map((sentence, index) => {
        const clip = clips.find((each) => sentence.end > each.start_s && sentence.start < each.end_s)
        const speaker = takesOver(transcript, index)
        const open = index === opened
        return (
          <li key={index} className={styles.sentence} data-clip={clip !== undefined}>
            <span className="small muted num">{clock(sentence.start)}</span>
            <div>
              {speaker && <p className={`small strong ${styles.name ?? ''}`}>{speaker}</p>}
              {open ? (
                <SentenceEditor id={id} transcript={transcript} sentence={sentence} onSaved={onSaved} onClose={() => close(index)} />
              ) : (
                <SentenceText text={sentence.text} onEdit={partial ? undefined : () => setEditing(sentence.start)} />
              )}
            </div>
            {!partial && !open && (
              <span lang="en" className={styles.pencil}>
                <IconButton
                  label={`Correct “${opening(sentence.text)}”`}
                  tabIndex={index === Math.min(reached, sentences.length - 1) ? 0 : -1}
                  onFocus={() => setReached(index)}
                  onKeyDown={(event) => arrows(event, index)}
                  onClick={() => setEditing(sentence.start)}
                >
                  <PencilIcon />
                </IconButton>
              </span>
            )}
            <ClipMark clip={clip && begins(clip, sentence, sentences) ? clip : undefined} />
          </li>
        )
      })}
    </ol>
  )
}

// A click on the words is a short way for who has a mouse or a finger; the pencil beside is for everybody. Whoever marks
// words to copy them is left alone.
function SentenceText({ text, onEdit }: { text: string; onEdit: (() => void) | undefined }) {
  const edit = () => {
    if (window.getSelection()?.isCollapsed ?? true) onEdit?.()
  }
  return (
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <p className={onEdit && styles.editable} onClick={edit}>
      {text}
    </p>
  )
}

function ClipMark({ clip }: { clip: Clip | undefined }) {
  if (!clip) return null
  return (
    <Link lang="en" className={`small ${styles.mark ?? ''}`} to={`/e/${encodeURIComponent(clip.episode_id)}/c/${encodeURIComponent(clip.id)}`}>
      Clip {clip.rank}
    </Link>
  )
}

function begins(clip: Clip, sentence: Sentence, sentences: readonly Sentence[]): boolean {
  return sentences.find((each) => each.end > clip.start_s) === sentence
}

// A sentence that somebody corrected meanwhile may begin a little earlier or later.
function closestTo(start: number, sentences: readonly Sentence[]): number {
  const distances = sentences.map((sentence) => Math.abs(sentence.start - start))
  return distances.indexOf(Math.min(...distances))
}

function opening(text: string): string {
  const words = text.split(' ')
  return words.length > 6 ? `${words.slice(0, 6).join(' ')} …` : text
}
