import { startTransition, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { useClips } from '../api/queries'
import type { Clip, EpisodeId, Sentence, VersionedTranscript } from '../api/types'
import { SentencesPart, type Editing, type Lost, type Place } from './SentencesPart'
import styles from './transcript.module.css'

interface Props {
  id: EpisodeId
  transcript: VersionedTranscript
  // Both stay the same functions, as each part is rendered again with others.
  onSaved: () => void
  onLost: (lost: Lost) => void
}

const steps: Partial<Record<string, { down: number; right: number }>> = {
  ArrowDown: { down: 1, right: 0 },
  ArrowUp: { down: -1, right: 0 },
  ArrowRight: { down: 0, right: 1 },
  ArrowLeft: { down: 0, right: -1 },
}

// Ten hours are six thousand sentences. What one of them changes is rendered and laid out anew in its part only.
const partSize = 50
const noClips: readonly Clip[] = []

// All that is said. A sentence is corrected where it stands, and so is who says it. The arrow keys go from one sentence
// to the next and between the buttons of one, so that Tab leaves the list at once.
export function Sentences({ id, transcript, onSaved, onLost }: Props) {
  const clips = useClips(id).data?.clips ?? noClips
  const { sentences, language } = transcript
  const [editing, setEditing] = useState<Editing | null>(null)
  const [reached, setReached] = useState<Place>({ index: 0, button: 0 })
  const list = useRef<HTMLDivElement>(null)
  const isFilled = useFilledSoon()
  // Saved or not, the focus goes to where the sentence is then, once its buttons are there again: it may have been cut in
  // two.
  useEffect(() => {
    if (!editing?.left) return
    buttonIn(list.current, { index: closestTo(editing.start, sentences), button: editing.what === 'words' ? 0 : 1 })?.focus()
    setEditing(null)
  }, [editing, sentences])
  useEffect(() => {
    // Whoever marks words, with the browser’s own search too, goes on there with Tab.
    const find = () => setReached((before) => placeOfSelection(list.current) ?? before)
    document.addEventListener('selectionchange', find)
    return () => document.removeEventListener('selectionchange', find)
  }, [])
  const actions = useMemo(() => {
    const arrow = (event: KeyboardEvent, { index, button }: Place) => {
      const step = steps[event.key]
      if (step === undefined) return
      event.preventDefault()
      buttonIn(list.current, { index: index + step.down, button: button + step.right })?.focus()
    }
    // What was saved may be told late, when another sentence is open.
    const close = (mine: Editing) => setEditing((open) => (open === mine ? { ...open, left: true } : open))
    return { edit: setEditing, close, saved: onSaved, lost: onLost, arrow, reach: setReached }
  }, [onSaved, onLost])
  const opened = editing && !editing.left ? closestTo(editing.start, sentences) : -1
  const tabbed = Math.min(reached.index, sentences.length - 1)
  return (
    // One list, whatever its parts: ol knows no parts.
    <div ref={list} role="list" className={styles.sentences} lang={language}>
      {sentences.map((_, first) => {
        if (first % partSize !== 0) return null
        const has = (index: number) => index >= first && index < first + partSize
        return (
          <SentencesPart
            key={first}
            id={id}
            transcript={transcript}
            clips={clips}
            first={first}
            size={isFilled || first === 0 ? partSize : 0}
            opened={has(opened) ? opened : -1}
            editing={has(opened) ? editing : null}
            tabbed={has(tabbed) ? tabbed : -1}
            button={has(tabbed) ? reached.button : -1}
            actions={actions}
          />
        )
      })}
    </div>
  )
}

// The first part is there at once, the others when the browser has time.
function useFilledSoon(): boolean {
  const [isFilled, setFilled] = useState(false)
  useEffect(() => startTransition(() => setFilled(true)), [])
  return isFilled
}

function buttonIn(list: HTMLElement | null, { index, button }: Place): HTMLElement | undefined {
  return list?.children[Math.floor(index / partSize)]?.children[index % partSize]?.querySelectorAll('button')[button]
}

function placeOfSelection(list: HTMLElement | null): Place | null {
  const part = Array.from(list?.children ?? []).findIndex(isMarked)
  const row = Array.from(list?.children[part]?.children ?? []).findIndex(isMarked)
  return row === -1 ? null : { index: part * partSize + row, button: 0 }
}

function isMarked(element: Element): boolean {
  return element.contains(window.getSelection()?.anchorNode ?? null)
}

// A sentence that somebody corrected meanwhile may begin a little earlier or later.
function closestTo(start: number, sentences: readonly Sentence[]): number {
  const distances = sentences.map((sentence) => Math.abs(sentence.start - start))
  return distances.indexOf(Math.min(...distances))
}
