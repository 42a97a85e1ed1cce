import { useCallback } from 'react'
import { useClipWords } from '../api/queries'
import type { Clip, ClipWord } from '../api/types'
import styles from './SpokenWords.module.css'
import { useEachFrame, type Video } from './use-media'

// What is said in the clip. The word being said is marked; pressing a word goes there.
export function SpokenWords({ clip, video, language }: { clip: Clip; video: Video; language: string | null }) {
  const words = useClipWords(clip.id).data?.words
  const read = useCallback((seconds: number) => (words && seconds > 0 ? wordAt(words, seconds) : -1), [words])
  const current = useEachFrame(video, read, -1)
  const lang = language ?? undefined
  if (!words || words.length === 0) {
    return (
      <p dir="auto" className={`said ${styles.words ?? ''}`} lang={lang}>
        {clip.text}
      </p>
    )
  }
  return (
    <p dir="auto" className={`said ${styles.words ?? ''}`} lang={lang} data-testid="spoken-words">
      {words.map((word, index) => (
        <Word key={index} word={word} current={index === current} onGo={() => video && (video.currentTime = word.t)} />
      ))}
    </p>
  )
}

function Word({ word, current, onGo }: { word: ClipWord; current: boolean; onGo: () => void }) {
  return (
    <>
      {/* A convenience for the pointer; the keyboard has the position slider. */}
      {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
      <span className={styles.word} data-current={current} onClick={onGo}>
        {word.w}
      </span>{' '}
    </>
  )
}

// The word being said at `seconds`, or the last one said; -1 before the first. Words are in order of time.
export function wordAt(words: readonly ClipWord[], seconds: number): number {
  let low = 0
  let high = words.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((words[middle]?.t ?? 0) <= seconds) low = middle + 1
    else high = middle
  }
  return low - 1
}
