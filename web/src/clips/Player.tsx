import { useState } from 'react'
import { flushSync } from 'react-dom'
import type { Clip } from '../api/types'
import { Button, IconButton } from '../look/Button'
import { CaptionsIcon, FullScreenIcon, PauseIcon, PlayIcon, SoundIcon } from '../look/icons'
import { clock, clockLength, length } from '../words/format'
import { videoOf } from './clip-media'
import styles from './Player.module.css'
import { fillScreen, togglePlay, useMedia, usePlaying, useTime, type Video } from './use-media'

interface Props {
  clip: Clip
  language: string | null
  video: Video
  autoPlay: boolean
  onVideo: (video: Video) => void
  renew: (clip: Clip) => Promise<Clip>
}

// Plays one clip; mounted anew for each. The link it began with stays until it stops working, so that fresh links
// arriving in the background do not interrupt anyone.
export function Player({ clip, language, video, autoPlay, onVideo, renew }: Props) {
  const [source, setSource] = useState(() => videoOf(clip))
  const [trouble, setTrouble] = useState<'none' | 'renewing' | 'broken'>('none')
  const playing = usePlaying(video)

  const recover = async () => {
    const at = video?.currentTime ?? 0
    setTrouble('renewing')
    const url = videoOf(await renew(clip))
    // Whoever has gone on to another clip, or has stopped this one, hears no more of it.
    if (!video?.isConnected || !url) return
    const goesOn = !video.paused
    flushSync(() => setSource(url))
    video.currentTime = at
    if (goesOn) void video.play().catch(() => undefined)
  }

  if (source === null) {
    return (
      <div className={styles.screen}>
        <p className={styles.screenNote}>There is no video of this clip yet. Its words are here to read.</p>
      </div>
    )
  }
  return (
    <div className={styles.player}>
      <div className={styles.screen}>
        <video
          ref={onVideo}
          src={source}
          poster={clip.poster_url ?? undefined}
          autoPlay={autoPlay}
          playsInline
          preload="metadata"
          width={1080}
          height={1920}
          onClick={() => togglePlay(video)}
          onError={() => (trouble === 'none' ? void recover() : setTrouble('broken'))}
          onPlaying={() => setTrouble('none')}
        >
          <track kind="captions" src={clip.vtt_url} label="Captions" srcLang={language ?? 'en'} />
        </video>
        {!playing && trouble !== 'broken' && (
          <span className={styles.bigPlay} aria-hidden="true">
            <PlayIcon size={32} />
          </span>
        )}
        {trouble === 'broken' && (
          <div className={styles.screenNote} role="alert">
            <p>This video does not play here.</p>
            <Button onClick={() => void recover()}>Try again</Button>
          </div>
        )}
      </div>
      <Controls clip={clip} video={video} playing={playing} />
    </div>
  )
}

function Controls({ clip, video, playing }: { clip: Clip; video: Video; playing: boolean }) {
  const muted = useMedia(video, ['volumechange'], (element) => element.muted, false)
  const [captions, setCaptions] = useState(false)
  const showCaptions = (shown: boolean) => {
    const track = video?.textTracks[0]
    if (track) track.mode = shown ? 'showing' : 'disabled'
    setCaptions(shown)
  }
  return (
    <div className={styles.controls}>
      <Seek clip={clip} video={video} />
      <IconButton label={playing ? 'Pause' : 'Play'} onClick={() => togglePlay(video)}>
        {playing ? <PauseIcon /> : <PlayIcon />}
      </IconButton>
      <Elapsed clip={clip} video={video} />
      <IconButton label="Mute" aria-pressed={muted} onClick={() => video && (video.muted = !muted)}>
        <SoundIcon off={muted} />
      </IconButton>
      <IconButton
        label="Captions"
        title="Captions as text, besides those in the picture"
        aria-pressed={captions}
        onClick={() => showCaptions(!captions)}
      >
        <CaptionsIcon />
      </IconButton>
      <IconButton label="Full screen" onClick={() => fillScreen(video)}>
        <FullScreenIcon />
      </IconButton>
    </div>
  )
}

// A file is some frames longer or shorter than its clip, whose length is said alike everywhere; a preview may be far
// shorter.
function useTotal(clip: Clip, video: Video): number {
  const known = useMedia(video, ['durationchange', 'loadedmetadata', 'emptied'], (element) => element.duration, NaN)
  return Number.isFinite(known) && Math.abs(known - clip.duration_s) > 1 ? known : clip.duration_s
}

function Elapsed({ clip, video }: { clip: Clip; video: Video }) {
  const time = useTime(video)
  return (
    <span className={`small muted num ${styles.elapsed ?? ''}`}>
      {clock(time)} / {clockLength(useTotal(clip, video))}
    </span>
  )
}

function Seek({ clip, video }: { clip: Clip; video: Video }) {
  const time = useTime(video)
  const total = useTotal(clip, video)
  const percent = Math.min(100, (100 * time) / total)
  return (
    <input
      type="range"
      className={styles.seek}
      min={0}
      max={total}
      step={0.1}
      value={Math.min(time, total)}
      aria-label="Position"
      aria-valuetext={`${length(Math.floor(time))} of ${length(total)}`}
      style={{ '--played': `${percent}%` } as React.CSSProperties}
      onChange={(event) => {
        if (video) video.currentTime = Number(event.target.value)
      }}
    />
  )
}
