import { useEffect } from 'react'

const name = 'PodPromo'

// The words of the tab while the caller is mounted; they tell a waiting person how far it is.
export function useTabTitle(title: string | null): void {
  useEffect(() => {
    document.title = title ?? name
    return () => {
      document.title = name
    }
  }, [title])
}
