import { useEffect, useRef, useState } from 'react'
import { useSaveTranscript } from '../api/queries'
import type { EpisodeId, VersionedTranscript } from '../api/types'
import { Button } from '../look/Button'
import { focusScreen } from '../look/focus-screen'
import { withName } from './corrections'
import { NotSaved } from './NotSaved'
import styles from './transcript.module.css'

interface Props {
  id: EpisodeId
  transcript: VersionedTranscript
  onSaved: () => void
}

// What was said about who the speakers are: a hint for a person, who may take it with one click. Nobody is called
// anything by themselves.
export function SuggestedNames({ id, transcript, onSaved }: Props) {
  const { speakers, suggested_names: names, language, partial } = transcript
  const save = useSaveTranscript(id)
  const list = useRef<HTMLUListElement>(null)
  const [taken, setTaken] = useState(false)
  useEffect(() => {
    if (!taken || save.isPending) return
    setTaken(false)
    // The button is gone; the next one has its place, unless somebody has gone on elsewhere meanwhile.
    if (document.activeElement !== document.body) return
    const next = list.current?.querySelector('button')
    if (next) next.focus({ preventScroll: true })
    else focusScreen()
  }, [taken, save.isPending])
  const open = names.filter(({ speaker, name }) => speakers[speaker] !== name)
  if (open.length === 0) return null
  const take = (speaker: number, name: string) => {
    const body = { speakers: withName(speakers, speaker, name) }
    const done = () => {
      onSaved()
      setTaken(true)
    }
    save.mutateAsync({ etag: transcript.etag, body }).then(done, () => undefined)
  }
  return (
    <div className={styles.suggested}>
      <ul ref={list} aria-label="Names that were said">
        {open.map(({ speaker, name, sentence }) => (
          <li key={`${String(speaker)} ${name}`}>
            <p className="small muted">
              {speakers[speaker]} may be <strong>{name}</strong>: <q lang={language}>{sentence}</q>
            </p>
            {!partial && (
              <Button disabled={save.isPending} onClick={() => take(speaker, name)}>
                Call {speakers[speaker]} {name}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {save.isError && <NotSaved id={id} error={save.error} onLoaded={() => save.reset()} />}
    </div>
  )
}
