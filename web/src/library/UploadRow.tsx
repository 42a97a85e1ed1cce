import { Bar } from '../look/Bar'
import { Button } from '../look/Button'
import { useFocusKept } from '../look/use-focus-kept'
import type { Upload } from '../upload/upload-queue'
import { useUploads } from '../upload/UploadsProvider'
import { size, speed, timeLeft } from '../words/format'
import styles from './library.module.css'

export function UploadRow({ upload }: { upload: Upload }) {
  const stopped = upload.state === 'failed' || upload.state === 'refused'
  return <li>{stopped ? <Stopped upload={upload} /> : <Sending upload={upload} />}</li>
}

function Stopped({ upload: { key, file, state, trouble } }: { upload: Upload }) {
  const { remove, retry } = useUploads()
  const element = useFocusKept<HTMLDivElement>()
  return (
    <div ref={element} className={styles.upload} role="alert">
      <span className={styles.what}>
        <span className={`strong ${styles.title ?? ''}`}>{file.name}</span>
        <span className="small bad strong">{trouble?.reason}</span>
        <span className="small muted">{trouble?.remedy}</span>
      </span>
      <span className={styles.uploadActions}>
        {state === 'failed' && <Button onClick={() => retry(key)}>Try again</Button>}
        <Button look="plain" onClick={() => remove(key)}>
          Remove
        </Button>
      </span>
    </div>
  )
}

function Sending({ upload }: { upload: Upload }) {
  const { remove } = useUploads()
  const { key, file } = upload
  const element = useFocusKept<HTMLDivElement>()
  return (
    <div ref={element} className={styles.upload}>
      <span className={styles.what}>
        <span className={`strong ${styles.title ?? ''}`}>{file.name}</span>
        <Bar percent={percentOf(upload)} label={`Upload of ${file.name}`} />
        <span className={`small muted num ${styles.working ?? ''}`}>
          <span>{amountOf(upload)}</span>
          <span>{leftOf(upload)}</span>
        </span>
      </span>
      <span className={styles.uploadActions}>
        <Button onClick={() => remove(key)}>Cancel</Button>
      </span>
    </div>
  )
}

function percentOf({ sent, file }: Upload): number {
  return file.size === 0 ? 0 : (100 * sent) / file.size
}

function amountOf({ state, sent, file, bytesPerSecond }: Upload): string {
  if (state === 'waiting') return `${size(file.size)}, waits for the one before`
  const amount = `${size(sent)} of ${size(file.size)}`
  return bytesPerSecond === null ? amount : `${amount} · ${speed(bytesPerSecond)}`
}

function leftOf({ state, sent, file, bytesPerSecond }: Upload): string {
  if (state === 'waiting') return ''
  if (sent >= file.size) return 'Being checked…'
  return timeLeft(bytesPerSecond ? (file.size - sent) / bytesPerSecond : null)
}
