import { describe, expect, it } from 'vitest'
import { aClip } from '../testing/server'
import { isStale } from './fresh-link'
import { wordAt } from './SpokenWords'
import { placesOf } from './wave-places'

const words = [
  { t: 0.2, d: 0.3, w: 'Nobody' },
  { t: 0.6, d: 0.4, w: 'decides.' },
  { t: 2, d: 0.2, w: 'That' },
]

describe('the word being said', () => {
  it.each([
    [0, -1],
    [0.2, 0],
    [0.59, 0],
    [0.6, 1],
    [1.9, 1],
    [9, 2],
  ])('at %d s is number %i', (seconds, index) => expect(wordAt(words, seconds)).toBe(index))

  it('does not exist where nothing is said', () => expect(wordAt([], 3)).toBe(-1))
})

describe('a signed link', () => {
  it('is stale a little before its end', () => {
    expect(isStale('/x?name=a&exp=1000&sig=s', 970_000)).toBe(false)
    expect(isStale('/x?name=a&exp=1000&sig=s', 990_000)).toBe(true)
  })

  it('without an end is never stale', () => expect(isStale('/x', 1e15)).toBe(false))
})

describe('the numbers on the sound', () => {
  const at = (rank: number, start_s: number) => aClip({ id: `c${rank}`, rank, start_s, end_s: start_s + 20 })
  const clips = [at(1, 100), at(2, 110), at(3, 130), at(4, 900)]
  const ranks = (selected: number, width: number, edge = 12) =>
    placesOf(clips, clips[selected - 1]!, 1000, { width, edge }).map(({ clip }) => clip.rank)

  it('all stand there where there is room', () => expect(ranks(1, 4000)).toEqual([1, 2, 3, 4]))

  it('never lie on each other: the better ones stay', () => expect(ranks(1, 1000)).toEqual([1, 3, 4]))

  it('always have the selected one among them', () => expect(ranks(2, 1000)).toEqual([2, 4]))

  it('have room at the ends, too', () => expect([ranks(4, 200), ranks(4, 200, 100)]).toEqual([[1, 4], [4]]))
})
