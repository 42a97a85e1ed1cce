import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { suggestTitles } from '../api/endpoints'
import { useSaveTitle } from '../api/queries'
import { asTrouble } from '../api/trouble'
import type { Clip } from '../api/types'
import { Button, IconButton } from '../look/Button'
import { PencilIcon } from '../look/icons'
import styles from './EditableTitle.module.css'

const longest = 100

export function EditableTitle({ clip }: { clip: Clip }) {
  const [editing, setEditing] = useState(false)
  const renameButton = useRef<HTMLButtonElement>(null)
  const close = () => {
    setEditing(false)
    requestAnimationFrame(() => renameButton.current?.focus())
  }
  if (editing) return <TitleForm clip={clip} onClose={close} />
  return (
    <div className={styles.row}>
      <h2>{clip.title}</h2>
      <IconButton ref={renameButton} label="Rename this clip" onClick={() => setEditing(true)}>
        <PencilIcon />
      </IconButton>
    </div>
  )
}

function TitleForm({ clip, onClose }: { clip: Clip; onClose: () => void }) {
  const [title, setTitle] = useState(clip.title)
  const field = useRef<HTMLInputElement>(null)
  const save = useSaveTitle(clip.episode_id)
  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])
  const submit = () => {
    const wanted = title.trim()
    if (wanted === '') return
    if (wanted === clip.title) onClose()
    else save.mutate({ clip: clip.id, title: wanted }, { onSuccess: onClose })
  }
  const escape = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose()
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <h2 className="unseen">{clip.title}</h2>
      <label className="unseen" htmlFor="clip-title">
        Title of this clip
      </label>
      <input ref={field} id="clip-title" value={title} maxLength={longest} required onChange={(event) => setTitle(event.target.value)} onKeyDown={escape} />
      <Suggestions clip={clip} onChoose={setTitle} />
      {save.isError && (
        <p className="small bad" role="alert">
          {asTrouble(save.error).message} {asTrouble(save.error).remedy}
        </p>
      )}
      <div className="row">
        <Button look="primary" type="submit" disabled={save.isPending || title.trim() === ''}>
          Save
        </Button>
        <Button look="plain" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  )
}

// Other titles taken from what is said in the clip, when they are asked for.
function Suggestions({ clip, onChoose }: { clip: Clip; onChoose: (title: string) => void }) {
  const ask = useMutation({ mutationFn: suggestTitles })
  const first = useRef<HTMLButtonElement>(null)
  // The button that asked makes room for the answers, so the focus moves on to them.
  useEffect(() => first.current?.focus(), [ask.data])
  if (!ask.data) {
    return (
      <Button look="plain" disabled={ask.isPending} onClick={() => ask.mutate(clip.id)}>
        {ask.isError ? 'No suggestions came; ask again' : 'Suggest titles'}
      </Button>
    )
  }
  return (
    <ul className={styles.suggestions} aria-label="Suggested titles">
      {ask.data.map((variant, index) => (
        <li key={variant}>
          <button ref={index === 0 ? first : undefined} type="button" onClick={() => onChoose(variant)}>
            {variant}
          </button>
        </li>
      ))}
    </ul>
  )
}
