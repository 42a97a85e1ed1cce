import { describe, expect, it } from 'vitest'
import { isStale } from './fresh-link'
import { wordAt } from './SpokenWords'

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
