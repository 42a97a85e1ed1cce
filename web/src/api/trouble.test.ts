import { describe, expect, it } from 'vitest'
import { troubleFrom } from './trouble'

describe('trouble', () => {
  it('says what the server says, in whole sentences', () => {
    const trouble = troubleFrom(415, { detail: 'this is a picture', remedy: 'send sound', code: 'unsupported_media' }, null)
    expect(trouble.message).toBe('This is a picture.')
    expect(trouble.remedy).toBe('Send sound.')
    expect(trouble.code).toBe('unsupported_media')
  })

  it.each([0, 404, 413, 415, 429, 500, 507])('has a reason and a remedy of its own for status %i', (status) => {
    const trouble = troubleFrom(status, null, null)
    expect(trouble.message).toMatch(/^[A-Z].*\.$/)
    expect(trouble.remedy).toMatch(/^[A-Z].*\.$/)
  })

  it.each([
    ['30', 30_000],
    ['', 0],
    ['soon', 0],
    [null, 0],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ])('takes Retry-After %s for %i ms', (header, ms) => {
    expect(troubleFrom(503, null, header).retryAfterMs).toBe(ms)
  })

  it('takes a date in Retry-After for the time until then', () => {
    const header = new Date(Date.now() + 20_000).toUTCString()
    expect(troubleFrom(503, null, header).retryAfterMs).toBeGreaterThan(15_000)
  })

  it('survives a body that is not a document', () => {
    expect(troubleFrom(500, '<html>', null).message).toBe('The server could not do this.')
  })
})
