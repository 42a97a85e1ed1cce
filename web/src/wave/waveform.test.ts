import { describe, expect, it } from 'vitest'
import { barsOf, pathOf } from './waveform'

describe('the bars of a waveform', () => {
  it('are the loudest of their share, as parts of the loudest of all', () => {
    expect(barsOf([0, 50, 200, 100], 2)).toEqual([0.25, 1])
  })

  it('are as many as wanted, however few the peaks', () => {
    expect(barsOf([10], 4)).toEqual([1, 1, 1, 1])
    expect(barsOf([], 3)).toEqual([0, 0, 0])
  })

  it('are drawn only where wanted, never thinner than a dot', () => {
    expect(pathOf([0, 1], 5, 48, (index) => index === 0)).toBe('M2.5 23.0V25.0')
  })
})
