import { useLayoutEffect, useRef, type RefObject } from 'react'
import { focusScreen } from './focus-screen'

// When an element that had the focus goes away, the focus goes to the screen and not back to the top of the page:
// whoever uses the keyboard or a screen reader stays where they were.
export function useFocusKept<T extends HTMLElement>(): RefObject<T | null> {
  const element = useRef<T>(null)
  useLayoutEffect(() => {
    const here = element.current
    return () => {
      if (here?.contains(document.activeElement)) focusScreen()
    }
  }, [])
  return element
}
