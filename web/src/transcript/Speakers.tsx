import { useEffect, useRef, useState } from 'react'
import { useSaveTranscript } from '../api/queries'
import type { EpisodeId, VersionedTranscript } from '../api/types'
import { Button, IconButton } from '../look/Button'
import { PencilIcon } from '../look/icons'
import { withName } from './corrections'
import { NotSaved } from './NotSaved'
import styles from './transcript.module.css'

interface Props {
  id: EpisodeId
  transcript: VersionedTranscript
  onSaved: () => void
}

// Who speaks, each with a name that can be changed.
export function Speakers({ id, transcript, onSaved }: Props) {
  const [editing, setEditing] = useState<number | null>(null)
  const list = useRef<HTMLUListElement>(null)
  const close = (index: number) => {
    setEditing(null)
    requestAnimationFrame(() => list.current?.querySelectorAll('button')[index]?.focus())
  }
  if (transcript.speakers.length === 0) return null
  return (
    <ul ref={list} className={styles.speakers} aria-label="Speakers">
      {transcript.speakers.map((name, index) => (
        <li key={index}>
          {editing === index ? (
            <NameForm id={id} transcript={transcript} index={index} onSaved={onSaved} onClose={() => close(index)} />
          ) : (
            <div className={styles.speaker}>
              <span>{name}</span>
              <IconButton label={`Rename ${name}`} onClick={() => setEditing(index)}>
                <PencilIcon />
              </IconButton>
            </div>
          )}
        </li>
      ))}
    </ul>
  )
}

function NameForm({ id, transcript, index, onSaved, onClose }: Props & { index: number; onClose: () => void }) {
  const before = transcript.speakers[index] ?? ''
  const [name, setName] = useState(before)
  const field = useRef<HTMLInputElement>(null)
  const save = useSaveTranscript(id)
  useEffect(() => field.current?.select(), [])
  const submit = () => {
    const wanted = name.trim()
    if (wanted === '' || save.isPending) return
    if (wanted === before) {
      onClose()
      return
    }
    const body = { speakers: withName(transcript.speakers, index, wanted) }
    const onSuccess = () => {
      onSaved()
      onClose()
    }
    save.mutate({ etag: transcript.etag, body }, { onSuccess })
  }
  return (
    <form
      className={styles.nameForm}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <label className="unseen" htmlFor={`speaker-${index}`}>
        Name of {before}
      </label>
      <input
        ref={field}
        id={`speaker-${index}`}
        value={name}
        maxLength={100}
        required
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose()
        }}
      />
      <Button look="primary" type="submit" disabled={save.isPending || name.trim() === ''}>
        Save
      </Button>
      <Button look="plain" onClick={onClose}>
        Cancel
      </Button>
      {save.isError && <NotSaved id={id} error={save.error} onLoaded={() => save.reset()} />}
    </form>
  )
}
