import { useRef } from 'react'
import { acceptAll } from './check-file'

interface Wish {
  accept?: string
  label?: string
  multiple?: boolean
  testId?: string
}

// A hidden file input, and the function that opens it.
export function usePicker(onFiles: (files: File[]) => void, wish: Wish = {}) {
  const { accept = acceptAll, label = 'Choose audio or video files, and transcripts', multiple = true, testId = 'file-picker' } = wish
  const element = useRef<HTMLInputElement>(null)
  const input = (
    <input
      ref={element}
      type="file"
      accept={accept}
      multiple={multiple}
      hidden
      data-testid={testId}
      aria-label={label}
      onChange={(event) => {
        onFiles(Array.from(event.target.files ?? []))
        event.target.value = ''
      }}
    />
  )
  return { input, choose: () => element.current?.click() }
}
