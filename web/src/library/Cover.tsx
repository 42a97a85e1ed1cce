import { useState } from 'react'
import { coverUrl } from '../api/endpoints'
import type { Episode } from '../api/types'
import styles from './library.module.css'

const tones = ['#7a3b1d', '#284b5a', '#4b4a2a', '#5a3350', '#2d5240', '#54432f', '#3d4270', '#6b2f37']

// The cover of the episode, or the initials of its show on a colour of its own.
export function Cover({ episode }: { episode: Episode }) {
  const [broken, setBroken] = useState(false)
  const name = episode.show || episode.title
  if (episode.has_cover && !broken) {
    return (
      <img
        className={styles.cover}
        src={coverUrl(episode.id)}
        alt=""
        width={56}
        height={56}
        loading="lazy"
        onError={() => setBroken(true)}
      />
    )
  }
  return (
    <span className={styles.cover} style={{ background: toneOf(name) }} aria-hidden="true">
      {initialsOf(name)}
    </span>
  )
}

export function initialsOf(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? []
  const meaningful = words.filter((word) => !/^(the|a|an|of|and|with)$/i.test(word))
  return (meaningful.length > 0 ? meaningful : words)
    .slice(0, 2)
    .map((word) => Array.from(word)[0]?.toUpperCase() ?? '')
    .join('')
}

export function toneOf(name: string): string {
  let sum = 0
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973
  return tones[sum % tones.length] ?? '#54432f'
}
