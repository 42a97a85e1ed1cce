import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { Link } from 'wouter'
import { useClips } from '../api/queries'
import type { Clip, EpisodeId, Sentence, VersionedTranscript } from '../api/types'
import { IconButton } from '../look/Button'
import { PencilIcon, PersonIcon } from '../look/icons'
import { clock } from '../words/format'
import { takesOver } from './corrections'
import { SentenceEditor } from './SentenceEditor'
import { SpeakerEditor } from './SpeakerEditor'
import styles from './transcript.module.css'

interface Props {
  id: EpisodeId
  transcript: VersionedTranscript
  onSaved: () => void
}

const steps: Partial<Record<string, { down: number; right: number }>> = {
  ArrowDown: { down: 1, right: 0 },
  ArrowUp: { down: -1, right: 0 },
  ArrowRight: { down: 0, right: 1 },
  ArrowLeft: { down: 0, right: -1 },
}

// What of a sentence is corrected: what is said in it, or who says it. It is known by where it begins.
interface Editing {
  start: number
  what: 'words' | 'speaker'
}

// All that is said. A sentence is corrected where it stands, and so is who says it. The arrow keys go from one sentence
// to the next and between the buttons of one, so that Tab leaves the list at once.
export function Sentences({ id, transcript, onSaved }: Props) {
  const clips = useClips(id).data?.clips ?? []
  const { sentences, language, partial } = transcript
  const [editing, setEditing] = useState<Editing | null>(null)
  const [reached, setReached] = useState({ index: 0, button: 0 })
  const opened = editing === null ? -1 : closestTo(editing.start, sentences)
  const list = useRef<HTMLOListElement>(null)
  // Saved or not, the focus goes to where the sentence is then, once its buttons are there again: it may have been cut in
  // two.
  const [left, setLeft] = useState<Editing | null>(null)
  useEffect(() => {
    if (left === null) return
    buttonIn(list.current, closestTo(left.start, sentences), left.what === 'words' ? 0 : 1)?.focus()
    setLeft(null)
  }, [left, sentences])
  const close = () => {
    setLeft(editing)
    setEditing(null)
  }
  const arrows = (event: KeyboardEvent, index: number, which: number) => {
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    buttonIn(list.current, index + step.down, which + step.right)?.focus()
  }
  // One of all these buttons is reached by Tab.
  const reach = (index: number, which: number) => ({
    tabIndex: index === Math.min(reached.index, sentences.length - 1) && which === reached.button ? 0 : -1,
    onFocus: () => setReached({ index, button: which }),
    onKeyDown: (event: KeyboardEvent) => arrows(event, index, which),
  })
  return (
    <ol ref={list} className={styles.sentences} lang={language}>
      {sentences.map((sentence, index) => {
        const clip = clips.find((each) => sentence.end > each.start_s && sentence.start < each.end_s)
        const speaker = takesOver(transcript, index)
        const open = index === opened ? editing?.what : undefined
        const edit = (what: Editing['what']) => setEditing({ start: sentence.start, what })
        return (
          <li key={index} className={styles.sentence} data-clip={clip !== undefined}>
            <span className="small muted num">{clock(sentence.start)}</span>
            <div>
              {speaker && <p className={`small strong ${styles.name ?? ''}`}>{speaker}</p>}
              {open === 'words' ? (
                <SentenceEditor id={id} transcript={transcript} sentence={sentence} onSaved={onSaved} onClose={close} />
              ) : (
                <SentenceText text={sentence.text} onEdit={partial ? undefined : () => edit('words')} />
              )}
              {open === 'speaker' && (
                <div lang="en">
                  <SpeakerEditor id={id} transcript={transcript} index={index} onSaved={onSaved} onClose={close} />
                </div>
              )}
            </div>
            {!partial && !open && (
              <span lang="en" className={styles.pencil}>
                <IconButton label={`Correct “${opening(sentence.text)}”`} {...reach(index, 0)} onClick={() => edit('words')}>
                  <PencilIcon />
                </IconButton>
                <IconButton label={`Who says “${opening(sentence.text)}”`} {...reach(index, 1)} onClick={() => edit('speaker')}>
                  <PersonIcon />
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
    <p dir="auto" className={`said ${(onEdit && styles.editable) ?? ''}`} onClick={edit}>
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

function buttonIn(list: HTMLElement | null, index: number, which: number): HTMLElement | undefined {
  return list?.querySelectorAll('li')[index]?.querySelectorAll('button')[which]
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
