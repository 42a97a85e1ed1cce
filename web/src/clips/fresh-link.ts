const marginMs = 20_000

// Signed links carry their end as `exp`, in seconds since 1970. One without lives for ever.
export function isStale(url: string, now: number): boolean {
  const end = /[?&]exp=(\d+)/.exec(url)?.[1]
  return end !== undefined && Number(end) * 1000 - marginMs < now
}

export function startDownload(url: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = ''
  document.body.append(link)
  link.click()
  link.remove()
}
