import { comeBackMs, firstEventMs, isOver, quietMs } from './progress-policy'
import type { EpisodeId, ProgressAnswer } from './types'

// Why a stream came to its end. 'quiet': nothing was heard for long, so somebody should ask. 'broken': it can't be had.
export type StreamEnd = 'over' | 'quiet' | 'broken'

interface Listener {
  heard: (answer: ProgressAnswer) => void
  ended: (how: StreamEnd) => void
}

export function canListen(): boolean {
  return typeof EventSource !== 'undefined'
}

// Listens to the progress of an episode until it is over. The browser reconnects by itself, naming the last event it
// got; this gives up when that takes too long. The returned function stops it, and nothing is called after that.
export function listenToProgress(id: EpisodeId, listener: Listener): () => void {
  const source = new EventSource(`/api/progress/${encodeURIComponent(id)}/events`)
  let timer: ReturnType<typeof setTimeout> | undefined
  let known = false
  let away = false
  const stop = () => {
    clearTimeout(timer)
    source.close()
  }
  const end = (how: StreamEnd) => {
    stop()
    listener.ended(how)
  }
  const endAfter = (ms: number, how: StreamEnd) => {
    clearTimeout(timer)
    timer = setTimeout(() => end(how), ms)
  }

  endAfter(firstEventMs, 'broken')
  source.addEventListener('progress', (event: MessageEvent<string>) => {
    const answer = parsed(event.data)
    if (answer === null) {
      end('broken')
      return
    }
    known = true
    away = false
    endAfter(quietMs, 'quiet')
    listener.heard(answer)
    if (isOver(answer.progress.stage)) end('over')
  })
  source.addEventListener('open', () => {
    if (known) endAfter(quietMs, 'quiet')
    away = false
  })
  source.addEventListener('error', () => {
    if (!known || source.readyState === EventSource.CLOSED) end('broken')
    else if (!away) endAfter(comeBackMs, 'broken')
    // Each of the browser's tries that fails says so; the time runs from the first.
    away = true
  })
  return stop
}

function parsed(text: string): ProgressAnswer | null {
  try {
    const body = JSON.parse(text) as Partial<ProgressAnswer> | null
    return typeof body?.progress?.stage === 'string' ? (body as ProgressAnswer) : null
  } catch {
    return null
  }
}
