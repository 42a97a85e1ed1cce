import { Link } from 'wouter'
import { transcriptUrl } from '../api/endpoints'
import { useClips, useEpisode, useTranscript } from '../api/queries'
import { useProgress } from '../api/use-progress'
import { asTrouble } from '../api/trouble'
import type { Clip, EpisodeId, Sentence, Transcript, TranscriptFormat } from '../api/types'
import { NotFoundScreen } from '../frame/NotFoundScreen'
import { useTabTitle } from '../frame/use-tab-title'
import { Button, DownloadLink } from '../look/Button'
import { BackIcon } from '../look/icons'
import { Problem } from '../look/Problem'
import { StillTrying } from '../look/StillTrying'
import { clock, count } from '../words/format'
import { SuggestedNames } from './SuggestedNames'
import styles from './transcript.module.css'

const formats: readonly TranscriptFormat[] = ['srt', 'vtt', 'txt']

export function TranscriptScreen({ id }: { id: EpisodeId }) {
  const progress = useProgress(id)
  const episode = useEpisode(id, progress.data)
  const transcript = useTranscript(id, false)
  const title = episode.data?.title ?? ''
  useTabTitle(title ? `Transcript · ${title}` : null)
  if (progress.error && asTrouble(progress.error).notFound) return <NotFoundScreen what="episode" />
  return (
    <div className="wrap screen">
      <Link to={`/e/${encodeURIComponent(id)}`} className={`small muted ${styles.back ?? ''}`}>
        <BackIcon />
        {title || 'Back to the episode'}
      </Link>
      <div className={styles.head}>
        <div className="grow">
          <h1>Transcript</h1>
          <p className="muted num">{transcript.data ? count(transcript.data.words.length, 'word') : ' '}</p>
        </div>
        {transcript.data && !transcript.data.partial && (
          <div className="row wrapping">
            {formats.map((format) => (
              <DownloadLink key={format} href={transcriptUrl(id, format)}>
                {format.toUpperCase()}
              </DownloadLink>
            ))}
          </div>
        )}
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
      {transcript.data && <SuggestedNames transcript={transcript.data} />}
      {transcript.data && <Sentences id={id} transcript={transcript.data} />}
    </div>
  )
}

function Sentences({ id, transcript: { sentences, language, speakers } }: { id: EpisodeId; transcript: Transcript }) {
  const clips = useClips(id).data?.clips ?? []
  return (
    <ol className={styles.sentences} lang={language}>
      {sentences.map((sentence, index) => {
        const speaker = sentence.speaker === sentences[index - 1]?.speaker ? undefined : nameOf(sentence, speakers)
        const clip = clips.find((each) => sentence.end > each.start_s && sentence.start < each.end_s)
        return (
          <li key={sentence.start} className={styles.sentence} data-clip={clip !== undefined}>
            <span className="small muted num">{clock(sentence.start)}</span>
            <div>
              {speaker !== undefined && <p className={`small ${styles.speaker ?? ''}`}>{speaker}</p>}
              <p>{sentence.text}</p>
            </div>
            <ClipMark clip={clip && begins(clip, sentence, sentences) ? clip : undefined} />
          </li>
        )
      })}
    </ol>
  )
}

// Of somebody who speaks alone there is nothing to tell.
function nameOf({ speaker }: Sentence, speakers: readonly string[]): string | undefined {
  return speaker === undefined || speakers.length < 2 ? undefined : speakers[speaker]
}

function ClipMark({ clip }: { clip: Clip | undefined }) {
  if (!clip) return null
  return (
    <Link lang="en" className={`small ${styles.mark ?? ''}`} to={`/e/${encodeURIComponent(clip.episode_id)}/c/${encodeURIComponent(clip.id)}`}>
      Clip {clip.rank}
    </Link>
  )
}

function begins(clip: Clip, sentence: Sentence, sentences: readonly Sentence[]): boolean {
  return sentences.find((each) => each.end > clip.start_s) === sentence
}
