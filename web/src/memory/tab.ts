const key = 'podpromo.tab'
let known = ''

// A name for this tab that survives loading the page again.
export function thisTab(): string {
  if (known === '') known = recalled() ?? newName()
  return known
}

function recalled(): string | null {
  try {
    return sessionStorage.getItem(key)
  } catch {
    return null
  }
}

function newName(): string {
  const name = Math.random().toString(36).slice(2)
  try {
    sessionStorage.setItem(key, name)
  } catch {
    // A browser that refuses to remember has a new tab every time.
  }
  return name
}
