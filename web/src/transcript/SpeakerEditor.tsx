import { useEffect, useRef, useState } from 'react'
import type { EpisodeId, VersionedTranscript } from '../api/types'
import { InlineEditor } from '../look/InlineEditor'
import { count } from '../words/format'
import { runFrom, speakerOf, withSpeaker, type Run } from './corrections'
import { NotSaved } from './NotSaved'
import styles from './transcript.module.css'
import { useCorrection, type Ends } from './use-correction'

// Who has no place among the speakers yet, however many there are meanwhile.
const somebodyNew = Infinity

interface Props extends Ends {
  id: EpisodeId
  transcript: VersionedTranscript
  // The sentence that is given to somebody else, by its place.
  index: number
}

// Who says a sentence, or all from there to the next change. The keys of radio buttons choose, Enter saves, Escape
// leaves it as it was.
export function SpeakerEditor({ id, transcript, index, ...ends }: Props) {
  const { onClose } = ends
  const { speakers, sentences } = transcript
  const sentence = sentences[index]
  const before = sentence && speakerOf(transcript, sentence)
  const [speaker, setSpeaker] = useState(before ?? (speakers.length === 0 ? somebodyNew : -1))
  const [name, setName] = useState('')
  const [whole, setWhole] = useState(false)
  const choices = useRef<HTMLDivElement>(null)
  const { save, correct } = useCorrection(id, choices, ends)
  useEffect(() => {
    const find = (what: string) => choices.current?.querySelector<HTMLInputElement>(what)
    ;(find('input:checked') ?? find('input'))?.focus()
  }, [])
  const run = runFrom(transcript, index)
  const isNew = speaker === somebodyNew
  const ready = !save.isPending && speaker >= 0 && (!isNew || name.trim() !== '')
  const submit = () => {
    if (speaker === before) {
      onClose()
      return
    }
    const body = withSpeaker(transcript, whole ? run : [index, index + 1], isNew ? speakers.length : speaker, name.trim())
    correct(transcript.etag, body, `Who says “${sentence?.text ?? ''}”`)
  }
  return (
    <InlineEditor className={styles.editor} ready={ready} onSave={submit} onClose={onClose}>
      <div ref={choices} className={styles.choices}>
        <Who speakers={speakers} speaker={speaker} name={name} onSpeaker={setSpeaker} onName={setName} />
        {run[1] - run[0] > 1 && <HowMuch transcript={transcript} run={run} whole={whole} onWhole={setWhole} />}
      </div>
      {save.isError && <NotSaved id={id} error={save.error} onLoaded={() => save.reset()} />}
    </InlineEditor>
  )
}

interface WhoProps {
  speakers: readonly string[]
  speaker: number
  name: string
  onSpeaker: (speaker: number) => void
  onName: (name: string) => void
}

function Who({ speakers, speaker, name, onSpeaker, onName }: WhoProps) {
  const field = useRef<HTMLInputElement>(null)
  const isNew = speaker === somebodyNew
  return (
    <fieldset className={styles.choice}>
      <legend className="small muted">Who says this?</legend>
      {speakers.map((each, at) => (
        <label key={at}>
          <input type="radio" name="speaker" checked={speaker === at} onChange={() => onSpeaker(at)} />
          {each}
        </label>
      ))}
      <label>
        <input
          type="radio"
          name="speaker"
          checked={isNew}
          onChange={() => onSpeaker(somebodyNew)}
          onClick={() => field.current?.focus()}
        />
        Somebody else
      </label>
      {isNew && (
        <input
          ref={field}
          type="text"
          aria-label="Their name"
          placeholder="Their name"
          value={name}
          maxLength={100}
          onChange={(event) => onName(event.target.value)}
        />
      )}
    </fieldset>
  )
}

interface HowMuchProps {
  transcript: VersionedTranscript
  run: Run
  whole: boolean
  onWhole: (whole: boolean) => void
}

function HowMuch({ transcript, run: [first, end], whole, onWhole }: HowMuchProps) {
  const next = transcript.sentences[end]
  const speaker = next && speakerOf(transcript, next)
  const until = speaker === undefined ? (next ? 'to the next change' : 'to the end') : `until ${transcript.speakers[speaker] ?? ''} goes on`
  return (
    <fieldset className={styles.choice}>
      <legend className="small muted">How much of it?</legend>
      <label>
        <input type="radio" name="how-much" checked={!whole} onChange={() => onWhole(false)} />
        This sentence
      </label>
      <label>
        <input type="radio" name="how-much" checked={whole} onChange={() => onWhole(true)} />
        All from here {until} ({count(end - first, 'sentence')})
      </label>
    </fieldset>
  )
}
