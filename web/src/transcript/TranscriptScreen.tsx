import { useCallback, useState } from 'react'
import { Link } from 'wouter'
import { useEpisode, useTranscript } from '../api/queries'
import { useProgress } from '../api/use-progress'
import { stageOf } from '../api/progress-policy'
import { asTrouble } from '../api/trouble'
import type { EpisodeId } from '../api/types'
import { NotFoundScreen } from '../frame/NotFoundScreen'
import { useTabTitle } from '../frame/use-tab-title'
import { Button } from '../look/Button'
import { BackIcon } from '../look/icons'
import { Problem } from '../look/Problem'
import { StillTrying } from '../look/StillTrying'
import { count } from '../words/format'
import { DownloadMenu } from './DownloadMenu'
import { changedMeanwhile } from './NotSaved'
import { originOf } from './origin'
import { Sentences } from './Sentences'
import type { Lost } from './SentencesPart'
import { Speakers } from './Speakers'
import { SuggestedNames } from './SuggestedNames'
import styles from './transcript.module.css'

export function TranscriptScreen({ id }: { id: EpisodeId }) {
  const progress = useProgress(id)
  const episode = useEpisode(id, progress.data)
  const transcript = useTranscript(id, false)
  const [saved, setSaved] = useState(false)
  const [lost, setLost] = useState<Lost | null>(null)
  const noteSaved = useCallback(() => setSaved(true), [])
  const title = episode.data?.title ?? ''
  useTabTitle(title ? `Transcript · ${title}` : null)
  if (progress.error && asTrouble(progress.error).gone) return <NotFoundScreen what="episode" />
  const whole = transcript.data?.partial === false ? transcript.data : null
  const silent = whole?.words.length === 0
  return (
    <div className="wrap screen">
      <Link to={`/e/${encodeURIComponent(id)}`} className={`small muted ${styles.back ?? ''}`}>
        <BackIcon />
        <bdi className="cut">{title || 'Back to the episode'}</bdi>
      </Link>
      <div className={styles.head}>
        <div className="grow">
          <h1>Transcript</h1>
          <p className="muted num">{transcript.data ? count(transcript.data.words.length, 'word') : ' '}</p>
          <p className="small muted">{whole && !silent ? originOf(whole).join(' ') : ' '}</p>
        </div>
        {whole && !silent && <DownloadMenu id={id} />}
      </div>
      {transcript.isError && (
        <Problem reason={asTrouble(transcript.error).message} remedy={asTrouble(transcript.error).remedy} urgent>
          <Button look="primary" onClick={() => void transcript.refetch()}>
            Try again
          </Button>
        </Problem>
      )}
      {transcript.isPending && transcript.failureCount > 0 && <StillTrying />}
      {transcript.data === null && <p className="muted">Nothing has been heard in this episode yet.</p>}
      {silent && <p className="muted">No speech was found in this episode.</p>}
      {transcript.data && <SuggestedNames id={id} transcript={transcript.data} onSaved={noteSaved} />}
      {whole && <Speakers id={id} transcript={whole} onSaved={noteSaved} />}
      <p role="status" className={`small muted ${styles.saved ?? ''}`}>
        {saved && savedSentence(stageOf(progress.data))}
      </p>
      {transcript.data && <Sentences id={id} transcript={transcript.data} onSaved={noteSaved} onLost={setLost} />}
      {lost && (
        <div className={styles.lost}>
          <NotKept lost={lost} onClose={() => setLost(null)} />
        </div>
      )}
    </div>
  )
}

// What was corrected where another sentence is corrected by now.
function NotKept({ lost, onClose }: { lost: Lost; onClose: () => void }) {
  const trouble = asTrouble(lost.error)
  const [why, remedy] = trouble.status === 412 ? [changedMeanwhile, 'Correct it once more.'] : [trouble.message, trouble.remedy]
  return (
    <Problem reason={`${lost.what} ${why}`} remedy={remedy} urgent>
      <Button onClick={onClose}>Close</Button>
    </Problem>
  )
}

function savedSentence(stage: string): string {
  if (stage === 'completed') return 'Saved. Your clips and captions say it too.'
  if (stage === 'error') return 'Saved. Clips and captions follow when the episode is tried again.'
  return 'Saved. Clips that say it are made again now; you can go on.'
}
