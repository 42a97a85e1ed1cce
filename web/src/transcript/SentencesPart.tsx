import { memo, type KeyboardEvent } from 'react'
import { Link } from 'wouter'
import type { Clip, EpisodeId, VersionedTranscript } from '../api/types'
import { IconButton } from '../look/Button'
import { PencilIcon, PersonIcon } from '../look/icons'
import { clock } from '../words/format'
import { takesOver } from './corrections'
import { SentenceEditor } from './SentenceEditor'
import { SpeakerEditor } from './SpeakerEditor'
import styles from './transcript.module.css'

// What of a sentence is corrected: what is said in it, or who says it. It is known by where it begins. Once it is left,
// the focus is still to come back to it.
export interface Editing {
  start: number
  what: 'words' | 'speaker'
  left: boolean
}

// A correction that was not saved, when nothing of its editor is there any more that could say so.
export interface Lost {
  what: string
  error: unknown
}

// A button beside a sentence: the first corrects it, the second says who says it.
export interface Place {
  index: number
  button: number
}

interface Props {
  id: EpisodeId
  transcript: VersionedTranscript
  clips: readonly Clip[]
  // Its sentences, by the place of the first.
  first: number
  size: number
  // The sentence that is corrected, and the button that Tab reaches; -1 when they are in other parts.
  opened: number
  editing: Editing | null
  tabbed: number
  button: number
  actions: {
    edit: (editing: Editing) => void
    close: (mine: Editing) => void
    saved: () => void
    lost: (lost: Lost) => void
    arrow: (event: KeyboardEvent, place: Place) => void
    reach: (place: Place) => void
  }
}

// Some sentences of a transcript; rendered again only when something changes in them. One that is corrected stays itself,
// with what was typed, when its place in the list changes.
export const SentencesPart = memo(function SentencesPart({ transcript, first, size, ...rest }: Props) {
  const { opened, editing } = rest
  return (
    <div className={styles.part}>
      {transcript.sentences.slice(first, first + size).map((_, at) => (
        <SentenceRow key={editing && first + at === opened ? `open ${editing.start}` : at} index={first + at} transcript={transcript} {...rest} />
      ))}
    </div>
  )
})

function SentenceRow({ id, transcript, clips, index, opened, editing, tabbed, button, actions }: Omit<Props, 'first' | 'size'> & { index: number }) {
  const sentence = transcript.sentences[index]
  if (!sentence) return null
  const { start, end, text } = sentence
  const mine = index === opened ? editing : null
  const open = mine?.what
  const close = () => mine && actions.close(mine)
  const mayEdit = !transcript.partial
  const clip = clips.find((each) => end > each.start_s && start < each.end_s)
  const begins = clip && (transcript.sentences[index - 1]?.end ?? 0) <= clip.start_s
  const speaker = takesOver(transcript, index)
  const edit = (wanted: Editing['what']) => actions.edit({ start, what: wanted, left: false })
  const reach = (which: number) => ({
    tabIndex: index === tabbed && which === button ? 0 : -1,
    onFocus: () => actions.reach({ index, button: which }),
    onKeyDown: (event: KeyboardEvent) => actions.arrow(event, { index, button: which }),
  })
  return (
    <div role="listitem" className={styles.sentence} data-clip={clip !== undefined}>
      <span className="small muted num">{clock(start)}</span>
      <div>
        {speaker && <p className={`small strong ${styles.name ?? ''}`}>{speaker}</p>}
        {open === 'words' ? (
          <SentenceEditor id={id} transcript={transcript} sentence={sentence} onSaved={actions.saved} onLost={actions.lost} onClose={close} />
        ) : (
          <SentenceText text={text} onEdit={mayEdit ? () => edit('words') : undefined} />
        )}
        {open === 'speaker' && (
          <div lang="en">
            <SpeakerEditor id={id} transcript={transcript} index={index} onSaved={actions.saved} onLost={actions.lost} onClose={close} />
          </div>
        )}
      </div>
      {mayEdit && !open && (
        <span lang="en" className={styles.pencil}>
          <IconButton label={`Correct “${opening(text)}”`} {...reach(0)} onClick={() => edit('words')}>
            <PencilIcon />
          </IconButton>
          <IconButton label={`Who says “${opening(text)}”`} {...reach(1)} onClick={() => edit('speaker')}>
            <PersonIcon />
          </IconButton>
        </span>
      )}
      {begins && <ClipMark clip={clip} />}
    </div>
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

function ClipMark({ clip }: { clip: Clip }) {
  return (
    <Link lang="en" className={`small ${styles.mark ?? ''}`} to={`/e/${encodeURIComponent(clip.episode_id)}/c/${encodeURIComponent(clip.id)}`}>
      Clip {clip.rank}
    </Link>
  )
}

function opening(text: string): string {
  const words = text.split(' ')
  return words.length > 6 ? `${words.slice(0, 6).join(' ')} …` : text
}
