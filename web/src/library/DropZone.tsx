import { useUploadTerms } from '../api/queries'
import { Button } from '../look/Button'
import { AddIcon } from '../look/icons'
import { usePicker } from '../upload/use-picker'
import { useUploads } from '../upload/UploadsProvider'
import { size } from '../words/format'
import styles from './library.module.css'

export function DropZone({ empty }: { empty: boolean }) {
  const { add } = useUploads()
  const { input, choose } = usePicker(add)
  const terms = useUploadTerms()
  return (
    <div className={styles.drop} data-empty={empty}>
      <span className="muted">
        <AddIcon />
      </span>
      <div className={styles.dropText}>
        <p className="strong">
          <span className={styles.forPointers}>Drop an episode anywhere on this page</span>
          <span className={styles.forFingers}>Choose an episode from this device</span>
        </p>
        <p className="small muted">
          Audio or video{terms?.limit ? `, up to ${size(terms.limit)}` : ''}.{' '}
          {terms?.soundGoesTo ? `Its sound is sent to ${terms.soundGoesTo}, which hears the words.` : `It stays on ${serverName()}.`}
        </p>
        <p className="small muted">If you have its transcript, bring both: SRT, WebVTT, JSON or plain text.</p>
      </div>
      <Button look="primary" onClick={choose}>
        Choose a file
      </Button>
      {input}
    </div>
  )
}

// Whoever opens the page from another machine sends the episode there.
function serverName(): string {
  const { hostname } = window.location
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname) ? 'this machine' : hostname
}
