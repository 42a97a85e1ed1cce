// What this browser remembers between visits. A browser that refuses to remember is no reason to fail.
export function recall<T>(key: string, fallback: T): T {
  try {
    const text = localStorage.getItem(`podpromo.${key}`)
    return text === null ? fallback : (JSON.parse(text) as T)
  } catch {
    return fallback
  }
}

export function remember(key: string, value: unknown): void {
  try {
    localStorage.setItem(`podpromo.${key}`, JSON.stringify(value))
  } catch {
    // Private windows and full quotas: the page works without.
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(`podpromo.${key}`)
  } catch {
    // As above.
  }
}
