import { Bar } from '../look/Bar'
import { Button, ButtonLink } from '../look/Button'
import { useFocusKept } from '../look/use-focus-kept'
import { isTranscript } from '../upload/check-file'
import type { Upload } from '../upload/upload-queue'
import { useUploads } from '../upload/UploadsProvider'
import { usePicker } from '../upload/use-picker'
import { size, speed, timeLeft } from '../words/format'
import styles from './library.module.css'
import { useOnline } from '../look/use-online'
import { useSecondsUntil } from '../look/use-seconds-until'
import { OtherTranscript, TranscriptOf } from './TranscriptOf'

export function UploadRow({ upload }: { upload: Upload }) {
  return <li>{rowOf(upload)}</li>
}

function rowOf(upload: Upload) {
  if (upload.state === 'failed' || upload.state === 'refused') return <Stopped upload={upload} />
  if (upload.state === 'here already') return <HereAlready upload={upload} />
  return <Sending upload={upload} />
}

function Stopped({ upload }: { upload: Upload }) {
  const { remove, goOn } = useUploads()
  const { key, file, state, trouble, transcriptAtFault } = upload
  const element = useFocusKept<HTMLDivElement>()
  return (
    <div ref={element} className={styles.upload} role="alert">
      <span className={styles.what}>
        <span dir="auto" className={`strong ${styles.title ?? ''}`}>
          {file.name}
        </span>
        <span className="small bad strong">{trouble?.reason}</span>
        <span className="small muted">{trouble?.remedy}</span>
      </span>
      <span className={styles.uploadActions}>
        {transcriptAtFault && <OtherTranscript upload={upload} />}
        {state === 'failed' && !transcriptAtFault && <Button onClick={() => goOn(key)}>Try again</Button>}
        {state === 'refused' && !transcriptAtFault && <OtherFile upload={upload} />}
        <Button look="plain" onClick={() => remove(key)}>
          Remove
        </Button>
      </span>
    </div>
  )
}

// Another file in the place of one that can't be taken, or the episode of a transcript that came alone.
function OtherFile({ upload: { key, file } }: { upload: Upload }) {
  const { remove, add } = useUploads()
  const alone = isTranscript(file)
  const { input, choose } = usePicker((files) => {
    remove(key)
    add(alone ? [file, ...files] : files)
  })
  return (
    <>
      <Button onClick={choose}>{alone ? 'Choose its episode' : 'Choose another file'}</Button>
      {input}
    </>
  )
}

function HereAlready({ upload: { key, file, episode } }: { upload: Upload }) {
  const { remove } = useUploads()
  const element = useFocusKept<HTMLDivElement>()
  return (
    <div ref={element} className={styles.upload} role="status">
      <span className={styles.what}>
        <span dir="auto" className={`strong ${styles.title ?? ''}`}>
          {file.name}
        </span>
        <span className="small muted">This episode is here already.</span>
      </span>
      <span className={styles.uploadActions}>
        <ButtonLink to={`/e/${encodeURIComponent(episode ?? '')}`}>Open it</ButtonLink>
        <Button look="plain" onClick={() => remove(key)}>
          Remove
        </Button>
      </span>
    </div>
  )
}

function Sending({ upload }: { upload: Upload }) {
  const { remove, pause, goOn } = useUploads()
  const { key, file, state } = upload
  const element = useFocusKept<HTMLDivElement>()
  return (
    <div ref={element} className={styles.upload}>
      <span className={styles.what}>
        <span dir="auto" className={`strong ${styles.title ?? ''}`}>
          {file.name}
        </span>
        <Bar percent={percentOf(upload)} label={`Upload of ${file.name}`} />
        <span className={`small muted num ${styles.working ?? ''}`}>
          <span>{amountOf(upload)}</span>
          <Left upload={upload} />
        </span>
        <TranscriptOf upload={upload} />
      </span>
      <span className={styles.uploadActions}>
        {state === 'paused' ? (
          <Button onClick={() => goOn(key)}>Go on</Button>
        ) : (
          <Button onClick={() => pause(key)}>Pause</Button>
        )}
        <Button look="plain" onClick={() => remove(key)}>
          Cancel
        </Button>
      </span>
    </div>
  )
}

function Left({ upload }: { upload: Upload }) {
  const { state, sent, file, bytesPerSecond } = upload
  if (state === 'resting') return <Resting upload={upload} />
  if (state === 'paused') return <span>Paused; what has arrived is kept</span>
  if (state === 'waiting') return <span />
  if (sent >= file.size) return <span>Being checked…</span>
  return <span>{timeLeft(bytesPerSecond ? (file.size - sent) / bytesPerSecond : null)}</span>
}

function Resting({ upload: { againAt, trouble } }: { upload: Upload }) {
  const online = useOnline()
  const seconds = useSecondsUntil(againAt)
  if (!online) return <span>You are offline; it goes on by itself</span>
  const again = seconds > 0 ? `Trying again in ${seconds} s` : 'Trying again'
  return (
    <span>
      {trouble?.reason} {again}
    </span>
  )
}

function percentOf({ sent, file }: Upload): number {
  return file.size === 0 ? 0 : (100 * sent) / file.size
}

function amountOf({ state, sent, file, bytesPerSecond }: Upload): string {
  if (state === 'waiting' && sent === 0) return `${size(file.size)}, waits for the one before`
  const amount = `${size(sent)} of ${size(file.size)}`
  return bytesPerSecond === null ? amount : `${amount} · ${speed(bytesPerSecond)}`
}
