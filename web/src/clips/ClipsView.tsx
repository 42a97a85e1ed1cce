import { useEffect, useState } from 'react'
import { Redirect, useLocation } from 'wouter'
import { useClips } from '../api/queries'
import { asTrouble } from '../api/trouble'
import type { Clip, ClipId, Episode, EpisodeId } from '../api/types'
import { noSuchClip } from '../episode/ArrivalNote'
import { useShortcuts } from '../frame/use-shortcuts'
import { Button, ButtonLink } from '../look/Button'
import { Problem } from '../look/Problem'
import { StillTrying } from '../look/StillTrying'
import { useMarks } from '../memory/marks'
import { sentence } from '../words/format'
import { mainDownloadOf } from './clip-media'
import { ClipList } from './ClipList'
import { ClipPanel } from './ClipPanel'
import styles from './ClipsView.module.css'
import { useClipDownloads } from './use-clip-downloads'
import { togglePlay, usePlaying, type Video } from './use-media'
import { WaveMap } from './WaveMap'

interface Props {
  id: EpisodeId
  episode: Episode | undefined
  // The clip that the address names.
  open: ClipId | null
}

export function ClipsView({ id, episode, open }: Props) {
  const clips = useClips(id)
  if (clips.isError && !clips.data) {
    const trouble = asTrouble(clips.error)
    return (
      <div className={styles.notice}>
        <Problem reason={trouble.message} remedy={trouble.remedy} urgent>
          <Button look="primary" onClick={() => void clips.refetch()}>
            Try again
          </Button>
        </Problem>
      </div>
    )
  }
  if (!clips.data) return <div className={styles.skeleton}>{clips.failureCount > 0 && <StillTrying />}</div>
  if (open !== null && !clips.data.clips.some((clip) => clip.id === open)) {
    return <Redirect to={`/e/${encodeURIComponent(id)}`} replace state={noSuchClip} />
  }
  const best = clips.data.clips.find((clip) => clip.id === clips.data.default_clip_id) ?? clips.data.clips[0]
  if (!best) return <NoClips id={id} reason={clips.data.no_clips_reason} silent={episode?.word_count === 0} />
  return <Clips id={id} episode={episode} clips={clips.data.clips} best={best} open={open} />
}

function NoClips({ id, reason, silent }: { id: EpisodeId; reason: string; silent: boolean }) {
  return (
    <div className={styles.notice}>
      <Problem
        calm
        title="No clips came out of this episode"
        reason={sentence(reason || 'Nothing in it stood out on its own')}
        remedy={
          silent
            ? 'Listen to the file: it may be the wrong one, or its speech may be too quiet. Then bring it again.'
            : 'The transcript is there to read. A longer episode with more talking usually gives clips.'
        }
      >
        {silent ? (
          <ButtonLink look="primary" to="/">
            Go to your episodes
          </ButtonLink>
        ) : (
          <ButtonLink look="primary" to={`/e/${encodeURIComponent(id)}/transcript`}>
            Read the transcript
          </ButtonLink>
        )}
      </Problem>
    </div>
  )
}

function Clips({ id, episode, clips, best, open }: Omit<Props, 'open'> & { clips: Clip[]; best: Clip; open: ClipId | null }) {
  const [, go] = useLocation()
  const { marks, mark } = useMarks(id)
  const [video, setVideo] = useState<Video>(null)
  const [wanted, setWanted] = useState<ClipId | null>(null)
  const playing = usePlaying(video)
  const downloads = useClipDownloads(id)
  const selected = clips.find((clip) => clip.id === open) ?? best
  const shown = clips.filter((clip) => marks[clip.id] !== 'set aside')

  const select = (clip: Clip, play: boolean) => {
    setWanted(play ? clip.id : null)
    // On a phone the clip is a screen of its own, so the first one opened is a step to come back from.
    go(`/e/${encodeURIComponent(id)}/c/${encodeURIComponent(clip.id)}`, { replace: open !== null })
  }
  const toggle = (clip: Clip) => {
    if (clip.id === selected.id && (open !== null || video?.offsetParent)) togglePlay(video)
    else select(clip, true)
  }
  // What a key is about: the clip that has the focus, or else the selected one.
  const meant = () => shown.find((clip) => clip.id === focusedClip()) ?? selected
  const step = (by: 1 | -1) => {
    const next = shown[shown.indexOf(meant()) + by]
    if (!next) return
    select(next, playing)
    focusOn(next)
  }
  const setAside = (clip: Clip) => {
    const next = shown[shown.indexOf(clip) + 1] ?? shown[shown.indexOf(clip) - 1]
    mark(clip.id, 'set aside')
    if (clip.id === selected.id && next) select(next, false)
    if (next) focusOn(next)
    else requestAnimationFrame(() => document.getElementById(`bring-back-${clip.id}`)?.focus())
  }
  const bringBack = (clip: Clip) => {
    mark(clip.id, null)
    requestAnimationFrame(() => focusOn(clip))
  }
  usePausedWhenClosed(video, open)
  useShortcuts({
    space: () => toggle(meant()),
    next: () => step(1),
    previous: () => step(-1),
    enter: () => select(meant(), playing),
    d: () => downloads.start(meant(), mainDownloadOf),
    x: () => setAside(meant()),
  })

  return (
    <div data-clip-open={open !== null}>
      <WaveMap id={id} duration={episode?.duration_s ?? null} clips={shown} selected={selected} video={video} onSelect={select} />
      <div className={styles.cols}>
        <ClipList
          clips={clips}
          selected={selected}
          playing={playing}
          marks={marks}
          downloads={downloads}
          onToggle={toggle}
          onSelect={select}
          onKeep={(clip, kept) => mark(clip.id, kept ? 'kept' : null)}
          onSetAside={setAside}
          onBringBack={bringBack}
        />
        <ClipPanel
          key={selected.id}
          clip={selected}
          language={episode?.language ?? null}
          first={selected === shown[0]}
          last={selected === shown.at(-1)}
          video={video}
          autoPlay={wanted === selected.id}
          downloads={downloads}
          onVideo={setVideo}
          onStep={step}
        />
      </div>
    </div>
  )
}

function focusedClip(): string | undefined {
  return document.activeElement?.closest<HTMLElement>('[data-clip]')?.dataset.clip
}

function focusOn(clip: Clip): void {
  document.getElementById(`clip-${clip.id}`)?.focus()
}

// Going back to the list ends what was playing: on a phone the player is no longer to be seen.
function usePausedWhenClosed(video: Video, open: ClipId | null): void {
  useEffect(() => {
    if (open === null) video?.pause()
  }, [video, open])
}
