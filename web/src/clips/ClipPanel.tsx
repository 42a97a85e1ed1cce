import { Link } from 'wouter'
import type { Clip, Render } from '../api/types'
import { Button, DownloadLink } from '../look/Button'
import { BackIcon } from '../look/icons'
import { clock, decibels, length, size } from '../words/format'
import { ratioOf } from './clip-media'
import styles from './ClipPanel.module.css'
import { EditableTitle } from './EditableTitle'
import { Player } from './Player'
import { Reasons } from './Reasons'
import { SpokenWords } from './SpokenWords'
import type { ClipDownloads } from './use-clip-downloads'
import type { Video } from './use-media'

interface Props {
  clip: Clip
  language: string | null
  first: boolean
  last: boolean
  video: Video
  autoPlay: boolean
  downloads: ClipDownloads
  onVideo: (video: Video) => void
  onStep: (by: 1 | -1) => void
}

export function ClipPanel({ clip, language, first, last, video, autoPlay, downloads, onVideo, onStep }: Props) {
  return (
    <section className={styles.panel} aria-label="Clip">
      <div className={styles.panelNav}>
        <Link to={`/e/${encodeURIComponent(clip.episode_id)}`} className={`small muted ${styles.toList ?? ''}`}>
          <BackIcon />
          All clips
        </Link>
        <Button look="plain" disabled={first} onClick={() => onStep(-1)}>
          Previous
        </Button>
        <Button look="plain" disabled={last} onClick={() => onStep(1)}>
          Next
        </Button>
      </div>
      <Player clip={clip} language={language} video={video} autoPlay={autoPlay} onVideo={onVideo} renew={downloads.fresh} />
      <div className={styles.about}>
        <EditableTitle clip={clip} />
        <p className="small muted num">
          Score {clip.score} · {clock(clip.start_s)} · {length(clip.duration_s)}
        </p>
        <Downloads clip={clip} downloads={downloads} />
        <SpokenWords clip={clip} video={video} language={language} />
        {clip.reasons.length > 0 && (
          <div>
            <h3 className="small">Why this one</h3>
            <Reasons reasons={clip.reasons} />
          </div>
        )}
      </div>
    </section>
  )
}

function Downloads({ clip, downloads }: { clip: Clip; downloads: ClipDownloads }) {
  return (
    <div>
      <h3 className="unseen">Download</h3>
      <div className={styles.files}>
        {clip.renders.map((render) => {
          const pick = (each: Clip) => each.renders.find(({ format }) => format === render.format)?.download_url
          return (
            <DownloadLink
              key={render.format}
              href={render.download_url}
              title={certificateOf(clip, render)}
              onClick={downloads.onClick(clip, pick)}
            >
              {clip.renders.length > 1 ? `Video ${ratioOf(render)}` : 'Video'} <span className="muted num">{size(render.bytes)}</span>
            </DownloadLink>
          )
        })}
        <DownloadLink href={clip.srt_url} onClick={downloads.onClick(clip, (each) => each.srt_url)}>
          SRT
        </DownloadLink>
        <DownloadLink href={clip.vtt_url} onClick={downloads.onClick(clip, (each) => each.vtt_url)}>
          VTT
        </DownloadLink>
      </div>
    </div>
  )
}

function certificateOf(clip: Clip, render: Render): string {
  const { width, height, loudness_lufs, true_peak_dbtp } = render
  const facts = [`${width} × ${height}`, length(clip.duration_s)]
  if (loudness_lufs !== null) facts.push(`${decibels(loudness_lufs)} LUFS`)
  if (true_peak_dbtp !== null) facts.push(`true peak ${decibels(true_peak_dbtp)} dBTP`)
  return facts.join(', ')
}
