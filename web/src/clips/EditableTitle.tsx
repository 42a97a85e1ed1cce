import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { suggestTitles } from '../api/endpoints'
import { useSaveTitle } from '../api/queries'
import type { Clip } from '../api/types'
import { Button, IconButton } from '../look/Button'
import { PencilIcon } from '../look/icons'
import { LineEditor, useInPlace } from '../look/InlineEditor'
import { NotDone } from '../look/NotDone'
import styles from './EditableTitle.module.css'

export function EditableTitle({ clip }: { clip: Clip }) {
  const { editing, open, close, opener } = useInPlace()
  if (editing) return <TitleForm clip={clip} onClose={close} />
  return (
    <div className={styles.row}>
      <h2 dir="auto">{clip.title}</h2>
      <IconButton ref={opener} label="Rename this clip" onClick={open}>
        <PencilIcon />
      </IconButton>
    </div>
  )
}

function TitleForm({ clip, onClose }: { clip: Clip; onClose: () => void }) {
  const save = useSaveTitle(clip.episode_id)
  return (
    <>
      <h2 className="unseen">{clip.title}</h2>
      <LineEditor
        className={styles.form}
        label="Title of this clip"
        before={clip.title}
        saving={save.isPending}
        onSave={(title) => save.mutate({ clip: clip.id, title }, { onSuccess: onClose })}
        onClose={onClose}
      >
        {(write) => (
          <>
            <Suggestions clip={clip} onChoose={write} />
            <NotDone error={save.error} />
          </>
        )}
      </LineEditor>
    </>
  )
}

// Other titles taken from what is said in the clip, when they are asked for. One that is chosen can still be changed.
function Suggestions({ clip, onChoose }: { clip: Clip; onChoose: (title: string) => void }) {
  const ask = useMutation({ mutationFn: suggestTitles })
  const first = useRef<HTMLButtonElement>(null)
  // The button that asked makes room for the answers, so the focus moves on to them, unless somebody types by now.
  useEffect(() => {
    if (document.activeElement === document.body) first.current?.focus()
  }, [ask.data])
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
          <button ref={index === 0 ? first : undefined} type="button" dir="auto" onClick={() => onChoose(variant)}>
            {variant}
          </button>
        </li>
      ))}
    </ul>
  )
}
