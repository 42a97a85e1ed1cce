import type { Transcript } from '../api/types'
import styles from './transcript.module.css'

// What was said about who the speakers are: a hint for a person, no more.
export function SuggestedNames({ transcript: { speakers, suggested_names: names, language } }: { transcript: Transcript }) {
  const open = names.filter(({ speaker, name }) => speakers[speaker] !== name)
  if (open.length === 0) return null
  return (
    <ul className={styles.suggested} aria-label="Names that were said">
      {open.map(({ speaker, name, sentence }) => (
        <li key={`${String(speaker)} ${name}`} className="small muted">
          {speakers[speaker]} may be <strong>{name}</strong>: <q lang={language}>{sentence}</q>
        </li>
      ))}
    </ul>
  )
}
