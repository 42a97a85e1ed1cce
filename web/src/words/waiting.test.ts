import { describe, expect, it } from 'vitest'
import type { Queue } from '../api/types'
import { progressAnswer } from '../testing/server'
import { ordinal, waitingSentence } from './waiting'

const queue: Queue = {
  ok: true,
  paused: false,
  running: [],
  waiting: ['a', 'b', 'c'].map((episodeId, index) => ({ episodeId, title: '', position: index + 1, attempt: 1 })),
}
const waiting = progressAnswer('queued', 1).progress

describe('what a waiting episode waits for', () => {
  it.each([
    ['a', 'Next in line'],
    ['b', '2nd in line'],
    ['unknown', 'Waiting for its turn'],
  ])('for %s: %s', (id, said) => expect(waitingSentence(id, waiting, queue)).toBe(said))

  it('is the pause when the queue is paused', () => {
    expect(waitingSentence('a', waiting, { ...queue, paused: true })).toBe('Waiting; the queue is paused')
  })

  it('is the next try, in the words of the server', () => {
    const progress = { ...waiting, message: 'Trying again in 20 s: the disk was full.' }
    expect(waitingSentence('a', progress, queue)).toBe('Trying again in 20 s: the disk was full.')
  })

  it('is its turn when nothing more is known', () => {
    expect(waitingSentence('a', null, null)).toBe('Waiting for its turn')
  })
})

describe('ordinals', () => {
  it.each([
    [1, '1st'],
    [2, '2nd'],
    [3, '3rd'],
    [4, '4th'],
    [11, '11th'],
    [12, '12th'],
    [22, '22nd'],
    [113, '113th'],
  ])('%i is %s', (value, text) => expect(ordinal(value)).toBe(text))
})
