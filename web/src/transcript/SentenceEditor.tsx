import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { EpisodeId, Sentence, VersionedTranscript } from '../api/types'
import { InlineEditor } from '../look/InlineEditor'
import { withSentence } from './corrections'
import { NotSaved } from './NotSaved'
import styles from './transcript.module.css'
import { useCorrection, type Ends } from './use-correction'

interface Props extends Ends {
  id: EpisodeId
  transcript: VersionedTranscript
  sentence: Sentence
}

// One sentence while it is corrected, in its place. Enter saves, Escape leaves it as it was.
export function SentenceEditor({ id, transcript, sentence, ...ends }: Props) {
  const { onClose } = ends
  const [text, setText] = useState(sentence.text)
  const [before] = useState(sentence.text)
  const field = useRef<HTMLTextAreaElement>(null)
  const { save, correct } = useCorrection(id, field, ends)
  useEffect(() => {
    field.current?.focus()
    field.current?.setSelectionRange(text.length, text.length)
    // Only when it opens.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])
  const isAll = sentence.last_word - sentence.first_word === transcript.words.length
  const ready = !save.isPending && (text.trim() !== '' || !isAll)
  const submit = () => {
    if (text.trim() === sentence.text) {
      onClose()
      return
    }
    correct(transcript.etag, { words: withSentence(transcript, sentence, text) }, `“${text.trim()}”`)
  }
  const enter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
    event.preventDefault()
    if (ready) submit()
  }
  // What comes back with one's own correction is no news.
  const changed = sentence.text !== before && (save.isIdle || save.isError)
  const hint = (
    <span id="sentence-keys" className={`small muted ${styles.keys ?? ''}`}>
      Enter saves, Escape cancels
    </span>
  )
  return (
    <InlineEditor className={styles.editor} ready={ready} onSave={submit} onClose={onClose} hint={hint}>
      <textarea
        ref={field}
        dir="auto"
        className="said"
        value={text}
        rows={Math.ceil((text.length + 1) / 44)}
        aria-label="Correct this sentence"
        aria-describedby="sentence-keys"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={enter}
      />
      {changed && <p className="small muted">It reads now: {sentence.text}</p>}
      {save.isError && <NotSaved id={id} error={save.error} onLoaded={() => save.reset()} />}
    </InlineEditor>
  )
}
