import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useSaveTranscript } from '../api/queries'
import type { EpisodeId, Sentence, VersionedTranscript } from '../api/types'
import { Button } from '../look/Button'
import { withSentence } from './corrections'
import { NotSaved } from './NotSaved'
import styles from './transcript.module.css'

interface Props {
  id: EpisodeId
  transcript: VersionedTranscript
  sentence: Sentence
  onSaved: () => void
  onClose: () => void
}

// One sentence while it is corrected, in its place. Enter saves, Escape leaves it as it was.
export function SentenceEditor({ id, transcript, sentence, onSaved, onClose }: Props) {
  const [text, setText] = useState(sentence.text)
  const [before] = useState(sentence.text)
  const field = useRef<HTMLTextAreaElement>(null)
  const save = useSaveTranscript(id)
  useEffect(() => {
    field.current?.focus()
    field.current?.setSelectionRange(text.length, text.length)
    // Only when it opens.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])
  const words = withSentence(transcript, sentence, text)
  const submit = () => {
    if (save.isPending || words.length === 0) return
    if (text.trim() === sentence.text) {
      onClose()
      return
    }
    const done = () => {
      onSaved()
      onClose()
    }
    // The sentence may begin elsewhere now, and this editor be gone before it hears of it: a promise is kept all the same.
    // Why it was not saved is told below.
    save.mutateAsync({ etag: transcript.etag, body: { words } }).then(done, () => undefined)
  }
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose()
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
    event.preventDefault()
    submit()
  }
  return (
    <form
      className={styles.editor}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <label className="unseen" htmlFor="sentence">
        Correct this sentence
      </label>
      <textarea ref={field} id="sentence" value={text} rows={Math.ceil((text.length + 1) / 44)} aria-describedby="sentence-keys" onChange={(event) => setText(event.target.value)} onKeyDown={key} />
      {sentence.text !== before && <p className="small muted">It reads now: {sentence.text}</p>}
      {save.isError && <NotSaved id={id} error={save.error} onLoaded={() => save.reset()} />}
      <div className="row wrapping">
        <Button look="primary" type="submit" disabled={save.isPending || words.length === 0}>
          Save
        </Button>
        <Button look="plain" onClick={onClose}>
          Cancel
        </Button>
        <span id="sentence-keys" className={`small muted ${styles.keys ?? ''}`}>
          Enter saves, Escape cancels
        </span>
      </div>
    </form>
  )
}
