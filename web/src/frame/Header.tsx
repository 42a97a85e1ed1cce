import { Link, useLocation } from 'wouter'
import { useSignOut } from '../api/use-session'
import { Bar } from '../look/Bar'
import { Button } from '../look/Button'
import { useUploads } from '../upload/UploadsProvider'
import { usePicker } from '../upload/use-picker'
import styles from './frame.module.css'

interface Props {
  // Somebody who has not signed in sees the name only.
  outside: boolean
  maySignOut: boolean
  onHelp: () => void
}

export function Header({ outside, maySignOut, onHelp }: Props) {
  const [path] = useLocation()
  return (
    <header className={styles.top}>
      <div className={`wrap ${styles.topRow ?? ''}`}>
        <a className={styles.skip} href="#main">
          Skip to the content
        </a>
        <Link to="/" className={styles.word}>
          <span className={styles.mark} aria-hidden="true">
            <i />
            <i />
            <i />
            <i />
          </span>
          PodPromo
        </Link>
        {!outside && (
          <>
            <span className={styles.wideOnly}>
              <Button look="plain" onClick={onHelp}>
                Keys
              </Button>
            </span>
            {maySignOut && <SignOut />}
            <AddEpisode />
          </>
        )}
      </div>
      {path !== '/' && !outside && <UploadStrip />}
    </header>
  )
}

function SignOut() {
  const signOut = useSignOut()
  return (
    <Button look="plain" disabled={signOut.isPending} onClick={() => signOut.mutate()}>
      Sign out
    </Button>
  )
}

function AddEpisode() {
  const [, go] = useLocation()
  const { add } = useUploads()
  const { input, choose } = usePicker((files) => {
    add(files)
    go('/')
  })
  return (
    <>
      <Button onClick={choose}>Add episode</Button>
      {input}
    </>
  )
}

// Away from the library, a line says how uploads go on; first, that one needs somebody.
function UploadStrip() {
  const { uploads } = useUploads()
  const [upload] = (['failed', 'refused', 'resting', 'sending'] as const).flatMap((state) => uploads.filter((each) => each.state === state))
  if (!upload) return null
  const { state, file, sent } = upload
  const stopped = state === 'failed' || state === 'refused'
  return (
    <div role="status">
      <Link to="/" className={`wrap small ${styles.strip ?? ''}`}>
        <span className="cut">
          {stopped ? 'Not uploaded: ' : state === 'resting' ? 'Trying again to upload ' : 'Uploading '}
          <bdi>{file.name}</bdi>
        </span>
        {stopped ? <span className="bad strong">See why</span> : <Bar percent={(100 * sent) / file.size} label={`Upload of ${file.name}`} />}
      </Link>
    </div>
  )
}
