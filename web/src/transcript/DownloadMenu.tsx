import { useRef } from 'react'
import { transcriptUrl } from '../api/endpoints'
import type { EpisodeId, TranscriptFormat } from '../api/types'
import { buttonClass } from '../look/Button'
import styles from './transcript.module.css'

const formats: readonly (readonly [TranscriptFormat, name: string, purpose: string])[] = [
  ['txt', 'Text', 'to read'],
  ['srt', 'SRT', 'subtitles for video programs'],
  ['vtt', 'WebVTT', 'subtitles for the web and Apple Podcasts'],
  ['podcast', 'Podcasting 2.0', 'JSON for feeds and podcast apps'],
  ['json', 'JSON', 'every word with its times'],
]

// The browser's own disclosure: it opens by click, touch and keyboard, and is read as such.
export function DownloadMenu({ id }: { id: EpisodeId }) {
  const menu = useRef<HTMLDetailsElement>(null)
  const close = () => menu.current?.removeAttribute('open')
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape and leaving close what the summary opened.
    <details
      ref={menu}
      className={styles.menu}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        close()
        menu.current?.querySelector('summary')?.focus()
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) close()
      }}
    >
      <summary className={buttonClass()}>Download</summary>
      <ul>
        {formats.map(([format, name, purpose]) => (
          <li key={format}>
            <a download href={transcriptUrl(id, format)} onClick={close}>
              <span className="strong">{name}</span> <span className="small muted">{purpose}</span>
            </a>
          </li>
        ))}
      </ul>
    </details>
  )
}
