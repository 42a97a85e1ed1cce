import { useRef } from 'react'
import { Button, IconButton } from '../look/Button'
import { CloseIcon, TextIcon } from '../look/icons'
import { acceptTranscripts } from '../upload/check-file'
import type { Upload } from '../upload/upload-queue'
import { useUploads } from '../upload/UploadsProvider'
import { usePicker } from '../upload/use-picker'
import styles from './library.module.css'

// The transcript that goes with an upload, and how to give it one or none.
export function TranscriptOf({ upload: { key, file, transcript } }: { upload: Upload }) {
  const { setTranscript } = useUploads()
  const element = useRef<HTMLDivElement>(null)
  // What had the focus goes away; what takes its place gets it.
  const set = (chosen: File | null) => {
    setTranscript(key, chosen)
    requestAnimationFrame(() => element.current?.querySelector('button')?.focus())
  }
  const { input, choose } = useTranscriptPicker(file, set)
  return (
    <div ref={element} className={`small ${styles.transcript ?? ''}`}>
      <span role="status">
        {transcript && (
          <>
            <TextIcon />
            With <span className="strong">{transcript.name}</span>
          </>
        )}
      </span>
      {transcript ? (
        <IconButton label={`Leave out ${transcript.name}`} onClick={() => set(null)}>
          <CloseIcon />
        </IconButton>
      ) : (
        <Button look="plain" onClick={choose}>
          Add its transcript
        </Button>
      )}
      {input}
    </div>
  )
}

// What to do about a transcript that was refused.
export function OtherTranscript({ upload: { key, file } }: { upload: Upload }) {
  const { setTranscript } = useUploads()
  const { input, choose } = useTranscriptPicker(file, (chosen) => setTranscript(key, chosen))
  return (
    <>
      <Button onClick={choose}>Choose another transcript</Button>
      <Button onClick={() => setTranscript(key, null)}>Go on without it</Button>
      {input}
    </>
  )
}

function useTranscriptPicker(file: File, onChosen: (file: File) => void) {
  const chosen = ([first]: File[]) => first && onChosen(first)
  return usePicker(chosen, { accept: acceptTranscripts, label: `Choose the transcript of ${file.name}`, multiple: false, testId: 'transcript-picker' })
}
