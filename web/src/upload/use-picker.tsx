import { useRef } from 'react'
import { acceptAttribute } from './check-file'

// A hidden file input, and the function that opens it.
export function usePicker(onFiles: (files: File[]) => void) {
  const element = useRef<HTMLInputElement>(null)
  const input = (
    <input
      ref={element}
      type="file"
      accept={acceptAttribute}
      multiple
      hidden
      data-testid="file-picker"
      aria-label="Choose audio or video files"
      onChange={(event) => {
        onFiles(Array.from(event.target.files ?? []))
        event.target.value = ''
      }}
    />
  )
  return { input, choose: () => element.current?.click() }
}
