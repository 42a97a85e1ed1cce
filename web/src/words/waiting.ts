import type { EpisodeId, Progress, Queue } from '../api/types'
import { sentence } from './format'

// What an episode that is not worked on waits for.
export function waitingSentence(id: EpisodeId, progress: Progress | null, queue: Queue | null): string {
  const message = progress?.message ?? ''
  // The server says by itself when it tries again and why, and for whom it makes way.
  if (/^(trying again|making way)/i.test(message)) return sentence(message)
  const place = queue?.waiting.find(({ episodeId }) => episodeId === id)?.position
  if (queue?.paused && place !== undefined) return 'Waiting; the queue is paused'
  if (place === undefined) return 'Waiting for its turn'
  return place === 1 ? 'Next in line' : `${ordinal(place)} in line`
}

export function ordinal(value: number): string {
  const teen = value % 100 >= 11 && value % 100 <= 13
  const ending = teen ? 'th' : (['th', 'st', 'nd', 'rd'][value % 10] ?? 'th')
  return `${value}${ending}`
}
