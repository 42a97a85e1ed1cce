import type { Clip } from '../api/types'

export interface Place {
  clip: Clip
  // Its middle, as a part of the episode.
  at: number
}

// A number of two digits, with a little air.
const apart = 24

// Where the numbers of the clips stand along `width` pixels, none nearer to an end than `edge`. Where they would lie on
// each other the selected clip and the better ones keep their places; the list has them all.
export function placesOf(clips: readonly Clip[], selected: Clip, total: number, { width, edge }: { width: number; edge: number }): Place[] {
  const kept: Place[] = []
  const wanted = [...clips].sort((a, b) => Number(b.id === selected.id) - Number(a.id === selected.id) || a.rank - b.rank)
  const pixel = (at: number) => Math.min(Math.max(edge, at * width), width - edge)
  for (const clip of wanted) {
    const at = (clip.start_s + clip.end_s) / 2 / total
    if (width === 0 || kept.every((other) => Math.abs(pixel(other.at) - pixel(at)) >= apart)) kept.push({ clip, at })
  }
  return kept.sort((a, b) => a.clip.rank - b.clip.rank)
}
