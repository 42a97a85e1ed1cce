import { useSaveTranscript } from '../api/queries'
import type { EpisodeId, VersionedTranscript } from '../api/types'
import { IconButton } from '../look/Button'
import { PencilIcon } from '../look/icons'
import { LineEditor, useInPlace } from '../look/InlineEditor'
import { withName } from './corrections'
import { NotSaved } from './NotSaved'
import styles from './transcript.module.css'

interface Props {
  id: EpisodeId
  transcript: VersionedTranscript
  onSaved: () => void
}

// Who speaks, each with a name that can be changed.
export function Speakers(props: Props) {
  const { speakers } = props.transcript
  if (speakers.length === 0) return null
  return (
    <ul className={styles.speakers} aria-label="Speakers">
      {speakers.map((name, index) => (
        <li key={index}>
          <Speaker {...props} name={name} index={index} />
        </li>
      ))}
    </ul>
  )
}

function Speaker({ id, transcript, onSaved, name, index }: Props & { name: string; index: number }) {
  const { editing, open, close, opener } = useInPlace()
  const save = useSaveTranscript(id)
  const rename = (wanted: string) => {
    const onSuccess = () => {
      onSaved()
      close()
    }
    save.mutate({ etag: transcript.etag, body: { speakers: withName(transcript.speakers, index, wanted) } }, { onSuccess })
  }
  if (editing) {
    return (
      <LineEditor className={styles.nameForm} label={`Name of ${name}`} before={name} saving={save.isPending} onSave={rename} onClose={close}>
        {() => save.isError && <NotSaved id={id} error={save.error} onLoaded={() => save.reset()} />}
      </LineEditor>
    )
  }
  return (
    <div className={styles.speaker}>
      <bdi>{name}</bdi>
      <IconButton ref={opener} label={`Rename ${name}`} onClick={open}>
        <PencilIcon />
      </IconButton>
    </div>
  )
}
