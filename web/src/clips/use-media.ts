import { useEffect, useState } from 'react'

export type Video = HTMLVideoElement | null

// A value read from the video, new whenever one of `events` happens. A render follows only if the value changed.
export function useMedia<T>(video: Video, events: readonly string[], read: (video: HTMLVideoElement) => T, rest: T): T {
  const [value, setValue] = useState(rest)
  const names = events.join(' ')
  useEffect(() => {
    if (!video) return
    const update = () => setValue(read(video))
    update()
    for (const name of names.split(' ')) video.addEventListener(name, update)
    return () => {
      for (const name of names.split(' ')) video.removeEventListener(name, update)
    }
    // `read` is a plain function of the element and may be new on every render.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [video, names])
  return video ? value : rest
}

export function usePlaying(video: Video): boolean {
  return useMedia(video, ['play', 'pause', 'ended', 'emptied'], (element) => !element.paused && !element.ended, false)
}

export function useTime(video: Video): number {
  return useMedia(video, ['timeupdate', 'seeking', 'seeked', 'emptied'], (element) => element.currentTime, 0)
}

// A value of the moving time, checked on every frame while the video plays.
export function useEachFrame<T>(video: Video, read: (seconds: number) => T, rest: T): T {
  const [value, setValue] = useState(rest)
  const playing = usePlaying(video)
  const time = useTime(video)
  useEffect(() => {
    if (!video) return
    let frame = 0
    const look = () => {
      setValue(read(video.currentTime))
      if (playing) frame = requestAnimationFrame(look)
    }
    look()
    return () => cancelAnimationFrame(frame)
  }, [video, playing, time, read])
  return video ? value : rest
}

// An iPhone gives the whole screen to a video only in a way of its own.
export function fillScreen(video: Video): void {
  if (!video) return
  if ('requestFullscreen' in video) void video.requestFullscreen().catch(() => undefined)
  else (video as { webkitEnterFullscreen?: () => void }).webkitEnterFullscreen?.()
}

export function togglePlay(video: Video): void {
  if (!video) return
  if (video.paused) void video.play().catch(() => undefined)
  else video.pause()
}
