import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react'
import { Button } from './Button'

interface Props {
  className: string | undefined
  // Whether what is there can be saved now.
  ready: boolean
  onSave: () => void
  onClose: () => void
  // Beside the buttons.
  hint?: ReactNode
  children: ReactNode
}

// A form in the place of what it corrects. Enter saves, Escape from anywhere in it leaves everything as it was.
export function InlineEditor({ className, ready, onSave, onClose, hint, children }: Props) {
  const escape = (event: KeyboardEvent) => {
    // While a word is being composed, Escape is for that word.
    if (event.key === 'Escape' && !event.nativeEvent.isComposing) onClose()
  }
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape closes what a button opened.
    <form
      className={className}
      onKeyDown={escape}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) onSave()
      }}
    >
      {children}
      <div lang="en" className="row wrapping">
        <Button look="primary" type="submit" disabled={!ready}>
          Save
        </Button>
        <Button look="plain" onClick={onClose}>
          Cancel
        </Button>
        {hint}
      </div>
    </form>
  )
}

interface LineProps {
  className: string | undefined
  label: string
  before: string
  saving: boolean
  // Called with something other than what was there before.
  onSave: (text: string) => void
  onClose: () => void
  // What stands below the line; `write` puts another text into it.
  children?: (write: (text: string) => void) => ReactNode
}

// The inline editor of one line, which begins selected.
export function LineEditor({ className, label, before, saving, onSave, onClose, children }: LineProps) {
  const [text, setText] = useState(before)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])
  const wanted = text.trim()
  const write = (other: string) => {
    setText(other)
    field.current?.focus()
  }
  return (
    <InlineEditor
      className={className}
      ready={!saving && wanted !== ''}
      onSave={() => (wanted === before ? onClose() : onSave(wanted))}
      onClose={onClose}
    >
      <input ref={field} dir="auto" className="said" value={text} maxLength={100} required aria-label={label} onChange={(event) => setText(event.target.value)} />
      {children?.(write)}
    </InlineEditor>
  )
}

// Whether an editor is open, and the button that opens it: closed, the editor gives the focus back to that button once it
// is there again.
export function useInPlace(): { editing: boolean; open: () => void; close: () => void; opener: RefObject<HTMLButtonElement | null> } {
  const [state, setState] = useState<'closed' | 'open' | 'just closed'>('closed')
  const opener = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (state !== 'just closed') return
    opener.current?.focus()
    setState('closed')
  }, [state])
  return { editing: state === 'open', open: () => setState('open'), close: () => setState('just closed'), opener }
}
