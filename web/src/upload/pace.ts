interface Sample {
  at: number
  bytes: number
}

const windowMs = 5000
const enoughMs = 800

// The speed of the last few seconds: steadier than the last event, quicker to change than the whole.
export function newPace() {
  let samples: Sample[] = []
  return {
    // Bytes per second, or null until there is enough to tell.
    bytesPerSecond(bytes: number, at: number): number | null {
      samples = [...samples.filter((sample) => at - sample.at <= windowMs), { at, bytes }]
      const first = samples[0]
      if (first === undefined || at - first.at < enoughMs) return null
      return ((bytes - first.bytes) * 1000) / (at - first.at)
    },
  }
}
