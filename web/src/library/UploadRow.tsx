import { Bar } from '../look/Bar'
import { Button } from '../look/Button'
import type { Upload } from '../upload/upload-queue'
import { useUploads } from '../upload/UploadsProvider'
import { size, speed, timeLeft } from '../words/format'
import styles from './library.module.css'

export function UploadRow({ upload }: { upload: Upload }) {
  const { remove, retry } = useUploads()
  const { key, file, state } = upload
  if (state === 'failed' || state === 'refused') {
    return (
      <li className={styles.upload} role="alert">
        <span className={styles.what}>
          <span className={`strong ${styles.title ?? ''}`}>{file.name}</span>
          <span className="small bad strong">{upload.trouble?.reason}</span>
          <span className="small muted">{upload.trouble?.remedy}</span>
        </span>
        <span className={styles.uploadActions}>
          {state === 'failed' && <Button onClick={() => retry(key)}>Try again</Button>}
          <Button look="plain" onClick={() => remove(key)}>
            Remove
          </Button>
        </span>
      </li>
    )
  }
  return (
    <li className={styles.upload}>
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
    </li>
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
