import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { keys } from '../api/keys'
import { useUploadState } from '../api/queries'
import { dropUpload } from '../api/send-file'
import { Bar } from '../look/Bar'
import { Button } from '../look/Button'
import { useFocusKept } from '../look/use-focus-kept'
import { forgetUnfinished, type Unfinished } from '../memory/unfinished'
import { usePicker } from '../upload/use-picker'
import { useUploads } from '../upload/UploadsProvider'
import { size } from '../words/format'
import styles from './library.module.css'

// An upload of an earlier visit. A page can't open the file again by itself, so it asks for it.
export function UnfinishedRow({ upload }: { upload: Unfinished }) {
  const { add } = useUploads()
  const { input, choose } = usePicker(add)
  const { data: state } = useUploadState(upload.url)
  const element = useFocusKept<HTMLDivElement>()
  useForgottenWhenOver(upload.url, state)
  if (state === null || state?.episode) return null
  const percent = state ? Math.floor((100 * state.arrived) / upload.size) : null
  const remove = () => {
    forgetUnfinished(upload.url)
    void dropUpload(upload.url)
  }
  return (
    <li>
      <div ref={element} className={styles.upload}>
        <span className={styles.what}>
          <span className={styles.title}>
            <bdi className="strong">{upload.name}</bdi>{' '}
            {percent === null ? 'stopped on the way' : `stopped at ${percent} %`}
          </span>
          {percent !== null && <Bar percent={percent} label={`Upload of ${upload.name}`} />}
          <span className="small muted">
            {size(upload.size)}
            {upload.transcript && `, with ${upload.transcript}`}. Choose the same file again to go on; what has arrived is kept.
          </span>
        </span>
        <span className={styles.uploadActions}>
          <Button onClick={choose}>Choose it again</Button>
          <Button look="plain" onClick={remove}>
            Remove
          </Button>
        </span>
        {input}
      </div>
    </li>
  )
}

// It came to its end after all, or the server has let it go.
function useForgottenWhenOver(url: string, state: { episode: string | null } | null | undefined): void {
  const client = useQueryClient()
  const over = state === null || Boolean(state?.episode)
  useEffect(() => {
    if (!over) return
    forgetUnfinished(url)
    void client.invalidateQueries({ queryKey: keys.episodes })
  }, [over, url, client])
}
