import { describe, expect, it } from 'vitest'
import { aTranscript } from '../testing/server'
import { originOf } from './origin'

describe('where words come from', () => {
  it('is the model that heard them, or the file that came with the episode', () => {
    expect(originOf(aTranscript())).toEqual(['Heard by whisper base.'])
    expect(originOf(aTranscript({ source: 'Talk.SRT' }))).toEqual(['From Talk.SRT, which came with the episode.'])
    expect(originOf(aTranscript({ source: '' }))).toEqual([])
  })

  it('says what was reckoned', () => {
    const [first, ...rest] = aTranscript().words
    expect(originOf(aTranscript({ words: [{ ...first!, estimated: true }, ...rest] }))[1]).toBe('The times of 1 word are estimated.')
    expect(originOf(aTranscript({ estimated_times: true, restored_punctuation: true })).slice(1)).toEqual([
      'Many of their times are estimated.',
      'Punctuation and capitals were restored; they may be wrong here and there.',
    ])
  })
})
