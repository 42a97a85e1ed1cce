// `count` bars of 0…1 out of peaks of 0…255: each the loudest of its share, so that nothing short is lost.
export function barsOf(peaks: readonly number[], count: number): number[] {
  const loudest = Math.max(1, ...peaks)
  return Array.from({ length: count }, (_, bar) => {
    const from = Math.floor((bar * peaks.length) / count)
    const to = Math.max(from + 1, Math.floor(((bar + 1) * peaks.length) / count))
    return Math.max(0, ...peaks.slice(from, to)) / loudest
  })
}

// The bars for which `wanted` holds, as one path of rounded strokes around the middle line.
export function pathOf(bars: readonly number[], step: number, height: number, wanted: (index: number) => boolean): string {
  return bars
    .map((value, index) => {
      if (!wanted(index)) return ''
      const half = Math.max(1, (value * (height - 4)) / 2)
      const x = (index + 0.5) * step
      return `M${x} ${(height / 2 - half).toFixed(1)}V${(height / 2 + half).toFixed(1)}`
    })
    .join('')
}
