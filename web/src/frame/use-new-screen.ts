import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import { focusScreen } from '../look/focus-screen'
import { isNarrow } from '../look/media'

// A new screen begins at its top, with the focus on it; going back leaves the browser to find the old place. On a phone
// an open clip is a screen of its own.
export function useNewScreen(): void {
  const [path] = useLocation()
  const screen = isNarrow() ? path : path.replace(/\/c\/[^/]*$/, '')
  const shown = useRef(screen)
  const goingBack = useRef(false)
  useEffect(() => {
    const notice = () => {
      goingBack.current = true
    }
    window.addEventListener('popstate', notice)
    return () => window.removeEventListener('popstate', notice)
  }, [])
  useEffect(() => {
    if (shown.current === screen) return
    shown.current = screen
    if (!goingBack.current) window.scrollTo(0, 0)
    goingBack.current = false
    focusScreen()
  }, [screen])
}
