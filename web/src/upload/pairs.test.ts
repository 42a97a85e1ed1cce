import { describe, expect, it } from 'vitest'
import { pairs } from './pairs'

function paired(...names: string[]) {
  const { pairs: found, left } = pairs(names.map((name) => new File(['x'], name)))
  return {
    pairs: found.map(({ file, transcript }) => [file.name, transcript?.name ?? null]),
    left: left.map(({ name }) => name),
  }
}

describe('files that come together', () => {
  it('are an episode and its transcript when there is one of each, whatever they are called', () => {
    expect(paired('words.srt', 'talk.mp3')).toEqual({ pairs: [['talk.mp3', 'words.srt']], left: [] })
  })

  it('belong together by their names when there are more', () => {
    expect(paired('a.mp3', 'b.MP4', 'B.en.vtt', 'a.json', 'c.srt')).toEqual({
      pairs: [
        ['a.mp3', 'a.json'],
        ['b.MP4', 'B.en.vtt'],
      ],
      left: ['c.srt'],
    })
  })

  it('have the best of several transcripts', () => {
    expect(paired('talk.txt', 'talk.srt', 'talk.mp3')).toEqual({ pairs: [['talk.mp3', 'talk.srt']], left: [] })
  })

  it('are no pair when one is a transcript alone', () => {
    expect(paired('talk.srt')).toEqual({ pairs: [], left: ['talk.srt'] })
    expect(paired('talk.mp3')).toEqual({ pairs: [['talk.mp3', null]], left: [] })
  })
})
