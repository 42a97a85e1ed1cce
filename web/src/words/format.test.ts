import { describe, expect, it } from 'vitest'
import { age, clock, clockLength, count, decibels, length, sentence, size, timeLeft } from './format'

describe('words for numbers', () => {
  it.each([
    [0, '0:00'],
    [16.9, '0:16'],
    [1867, '31:07'],
    [4110, '1:08:30'],
    [-1, '0:00'],
  ])('says the time %d as %s', (seconds, said) => expect(clock(seconds)).toBe(said))

  it.each([
    [42.3, '42 s'],
    [89, '89 s'],
    [100, '1 min 40 s'],
    [120, '2 min'],
    [3900, '1 h 5 min'],
    [7199, '2 h'],
  ])('says the length %d as %s', (seconds, said) => expect(length(seconds)).toBe(said))

  it('says a length as it says it in words, as a time too', () => {
    expect([clockLength(42.6), length(42.6)]).toEqual(['0:43', '43 s'])
    expect(clockLength(3133.7)).toBe('52:14')
  })

  it.each([
    [undefined, 'Measuring how long it takes…'],
    [null, 'Measuring how long it takes…'],
    [3, 'A few seconds left'],
    [41, '45 s left'],
    [98, '1 min 40 s left'],
    [1210, '21 min left'],
  ])('says the time left %s as %s', (seconds, said) => expect(timeLeft(seconds)).toBe(said))

  it.each([
    [98, 'medium', 'About 2 min left'],
    [62, 'low', 'About 1 min left, still measuring'],
    [20, 'medium', 'Less than a minute left'],
    [1330, 'medium', 'About 20 min left'],
    [3700, 'low', 'About 1 h left, still measuring'],
    [98, 'high', '1 min 40 s left'],
    [3, 'low', 'A few seconds left'],
  ])('says the time left %s of %s confidence as %s', (seconds, confidence, said) =>
    expect(timeLeft(seconds, confidence)).toBe(said),
  )

  it('says a level with a real minus sign', () => {
    expect(decibels(-14.04)).toBe('−14.0')
    expect(decibels(0.3)).toBe('0.3')
  })

  it.each([
    [512, '1 kB'],
    [4_404_019, '4.2 MB'],
    [54_525_952, '52 MB'],
    [524_288_000, '500 MB'],
    [5_368_709_120, '5.0 GB'],
  ])('says the size %d as %s', (bytes, said) => expect(size(bytes)).toBe(said))

  it.each([
    ['2026-11-24T11:59:40', 'just now'],
    ['2026-11-24T11:57:00', '3 min ago'],
    ['2026-11-24T09:30:00', '2 h ago'],
    ['2026-11-23T23:00:00', 'yesterday'],
    ['2026-11-21T12:00:00', '3 days ago'],
    ['2026-11-09T12:00:00', 'Nov 9'],
    ['2025-11-09T12:00:00', 'Nov 9, 2025'],
  ])('says the age of %s as %s', (then, said) => {
    expect(age(new Date(then), new Date('2026-11-24T12:00:00'))).toBe(said)
  })

  it('counts in singular and plural', () => {
    expect(count(1, 'clip')).toBe('1 clip')
    expect(count(7912, 'word')).toBe('7,912 words')
  })

  it('makes sentences whole and leaves whole ones alone', () => {
    expect(sentence('no speech was found')).toBe('No speech was found.')
    expect(sentence('Really?')).toBe('Really?')
    expect(sentence('')).toBe('')
  })
})
