import { useEffect, useRef } from 'react'

export type Shortcut = 'space' | 'next' | 'previous' | 'enter' | 'd' | 'x' | '?'

const shortcutOf: Record<string, Shortcut> = {
  ' ': 'space',
  j: 'next',
  ArrowDown: 'next',
  ArrowRight: 'next',
  k: 'previous',
  ArrowUp: 'previous',
  ArrowLeft: 'previous',
  Enter: 'enter',
  d: 'd',
  x: 'x',
  '?': '?',
}

// Keys for the whole screen while the caller is mounted. Whoever has the focus comes first: typing, sliders, pressed
// buttons and open dialogs keep their keys.
export function useShortcuts(actions: Partial<Record<Shortcut, () => void>>): void {
  const latest = useRef(actions)
  useEffect(() => {
    latest.current = actions
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const shortcut = shortcutOf[event.key]
      const action = shortcut && latest.current[shortcut]
      if (!action || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      if (belongsToFocus(event)) return
      event.preventDefault()
      action()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}

function belongsToFocus(event: KeyboardEvent): boolean {
  if (document.querySelector('dialog[open]')) return true
  const focus = event.target
  if (!(focus instanceof HTMLElement)) return false
  if (focus.matches('input, textarea, select, [contenteditable="true"]')) return true
  if (event.key === ' ') return focus.matches('button, summary')
  if (event.key === 'Enter') return focus.matches('button, summary, a')
  return false
}
