import { useEffect, useState } from 'react'

// Whole seconds until `at` (milliseconds since the epoch), counting down; 0 when it is past or unknown.
export function useSecondsUntil(at: number | null): number {
  const [now, setNow] = useState(Date.now)
  const left = at === null ? 0 : Math.max(0, Math.ceil((at - now) / 1000))
  useEffect(() => {
    if (at === null) return
    const look = () => setNow(Date.now())
    look()
    const timer = setInterval(look, 500)
    return () => clearInterval(timer)
  }, [at])
  return left
}
