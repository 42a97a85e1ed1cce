import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { maxUploadRetries } from '../api/progress-policy'
import type { SendEvents, SendFacts } from '../api/send-file'
import { noAnswer, troubleFrom } from '../api/trouble'
import { unfinishedUploads } from '../memory/unfinished'
import { UploadQueue } from './upload-queue'

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(Math, 'random').mockReturnValue(0)
})

afterEach(() => vi.useRealTimers())

function file(name: string, bytes = 1000): File {
  return new File([new Uint8Array(bytes)], name, { lastModified: 1 })
}

function newQueue({ limit = null, shown = true, online = true }: { limit?: number | null; shown?: boolean; online?: boolean } = {}) {
  const sent: { file: File; url: string | null; events: SendEvents; facts: SendFacts; stop: ReturnType<typeof vi.fn> }[] = []
  const done = vi.fn(() => shown)
  const drop = vi.fn(() => Promise.resolve())
  const give = vi.fn<(url: string, transcript: string | null) => Promise<void>>(() => Promise.resolve())
  const queue = new UploadQueue({
    send: (sentFile, url, events, facts) => {
      const stop = vi.fn()
      sent.push({ file: sentFile, url, events, facts, stop })
      return stop
    },
    drop,
    give,
    online: () => online,
    limit: () => limit,
    done,
  })
  return { queue, sent, done, drop, give }
}

const arrived = (id: string, duplicate = false) => ({ id, duplicate })

describe('the queue of uploads', () => {
  it('sends one file at a time, in order', () => {
    const { queue, sent, done } = newQueue()
    const [first, second] = [file('a.mp3'), file('b.mp3')]
    queue.add([first, second])
    expect(sent).toHaveLength(1)
    sent[0]!.events.done(arrived('e1'))
    expect(done).toHaveBeenLastCalledWith(first, arrived('e1'), false)
    expect(sent[1]!.file).toBe(second)
    sent[1]!.events.done(arrived('e2'))
    expect(done).toHaveBeenLastCalledWith(second, arrived('e2'), true)
    expect(queue.snapshot()).toEqual([])
  })

  it('measures the speed over the last seconds', () => {
    const { queue, sent } = newQueue()
    queue.add([file('a.mp3', 10_000)])
    sent[0]!.events.sent(1000)
    expect(queue.snapshot()[0]!.bytesPerSecond).toBeNull()
    vi.advanceTimersByTime(1000)
    sent[0]!.events.sent(3000)
    expect(queue.snapshot()[0]).toMatchObject({ sent: 3000, bytesPerSecond: 2000 })
  })

  it('takes the same file chosen twice for one upload', () => {
    const { queue } = newQueue()
    queue.add([file('a.mp3'), file('a.mp3')])
    expect(queue.snapshot()).toHaveLength(1)
  })

  it('stops what is cancelled, takes it back from the server, and goes on with the next', () => {
    const { queue, sent, drop } = newQueue()
    queue.add([file('a.mp3'), file('b.mp3')])
    sent[0]!.events.begun('/api/uploads/1')
    queue.remove(queue.snapshot()[0]!.key)
    expect(sent[0]!.stop).toHaveBeenCalledOnce()
    expect(drop.mock.calls).toEqual([['/api/uploads/1']])
    expect(unfinishedUploads()).toEqual([])
    expect(sent).toHaveLength(2)
    expect(queue.snapshot()).toHaveLength(1)
  })

  it('keeps a failed upload with its reason, and sends it again when asked', () => {
    const { queue, sent } = newQueue()
    queue.add([file('a.mp3')])
    sent[0]!.events.failed(troubleFrom(507, null, null))
    expect(queue.snapshot()[0]).toMatchObject({ state: 'failed', trouble: { reason: 'There is no room left for this file.' } })
    queue.goOn(queue.snapshot()[0]!.key)
    expect(sent).toHaveLength(2)
    expect(queue.snapshot()[0]).toMatchObject({ state: 'sending', trouble: null })
  })

  it('is refused by the server for good when it can’t be taken, and nothing of it stays there', () => {
    const { queue, sent, drop } = newQueue()
    queue.add([file('a.mp3')])
    sent[0]!.events.begun('/api/uploads/1')
    sent[0]!.events.failed(troubleFrom(415, null, null))
    expect(queue.snapshot()[0]).toMatchObject({ state: 'refused', transcriptAtFault: false })
    expect(drop).toHaveBeenCalledWith('/api/uploads/1')
    expect(unfinishedUploads()).toEqual([])
  })

  it('keeps in sight what was here already, unless somebody was taken there', () => {
    const { queue, sent } = newQueue({ shown: false })
    queue.add([file('a.mp3')])
    sent[0]!.events.done(arrived('e1', true))
    expect(queue.snapshot()[0]).toMatchObject({ state: 'here already', episode: 'e1' })
  })

  it.each([
    ['notes.pdf', 10, 'This is not an audio or video file that we can read.'],
    ['talk.srt', 10, 'This is a transcript without its episode.'],
    ['noname', 10, 'This is not an audio or video file that we can read.'],
    ['empty.mp3', 0, 'This file is empty.'],
    ['long.WAV', 5000, 'This file has 5 kB; this server takes up to 2 kB.'],
  ])('refuses %s before sending a byte', (name, bytes, reason) => {
    const { queue, sent } = newQueue({ limit: 2048 })
    queue.add([file(name, bytes)])
    expect(sent).toHaveLength(0)
    expect(queue.snapshot()[0]).toMatchObject({ state: 'refused', trouble: { reason } })
  })
})

describe('an upload that is cut off', () => {
  it('rests, then goes on where it stopped, with growing waits', () => {
    const { queue, sent } = newQueue()
    queue.add([file('a.mp3')])
    sent[0]!.events.begun('/api/uploads/1')
    sent[0]!.events.failed(noAnswer())
    expect(queue.snapshot()[0]).toMatchObject({ state: 'resting', againAt: Date.now() + 1000 })
    vi.advanceTimersByTime(1000)
    expect(sent[1]).toMatchObject({ url: '/api/uploads/1' })
    sent[1]!.events.failed(noAnswer())
    vi.advanceTimersByTime(1499)
    expect(sent).toHaveLength(2)
    vi.advanceTimersByTime(1)
    expect(sent).toHaveLength(3)
  })

  it('gives up after many tries in a row, and counts afresh when bytes have arrived', () => {
    const { queue, sent } = newQueue()
    queue.add([file('a.mp3')])
    const fail = () => {
      sent.at(-1)!.events.failed(noAnswer())
      vi.advanceTimersByTime(10_000)
    }
    for (let i = 0; i < maxUploadRetries; i += 1) fail()
    sent.at(-1)!.events.kept(500)
    for (let i = 0; i < maxUploadRetries; i += 1) fail()
    expect(queue.snapshot()[0]!.state).toBe('sending')
    fail()
    expect(queue.snapshot()[0]).toMatchObject({ state: 'failed', trouble: { reason: 'PodPromo does not answer.' } })
  })

  it('never gives up for want of a network, and goes on at once when it is back', () => {
    const { queue, sent } = newQueue({ online: false })
    queue.add([file('a.mp3')])
    for (let i = 0; i < 3 * maxUploadRetries; i += 1) {
      sent.at(-1)!.events.failed(noAnswer())
      vi.advanceTimersByTime(10_000)
    }
    sent.at(-1)!.events.failed(noAnswer())
    const before = sent.length
    queue.goOnNow()
    expect(sent).toHaveLength(before + 1)
  })

  it('begins anew when the server has let it go', () => {
    const { queue, sent } = newQueue()
    queue.add([file('a.mp3')])
    sent[0]!.events.begun('/api/uploads/1')
    sent[0]!.events.failed(troubleFrom(410, null, null))
    expect(sent[1]).toMatchObject({ url: null })
    expect(queue.snapshot()[0]!.state).toBe('sending')
  })

  it('goes on in another visit, when the same file is chosen again', () => {
    const before = newQueue()
    before.queue.add([file('a.mp3')])
    before.sent[0]!.events.begun('/api/uploads/1')
    const { queue, sent } = newQueue()
    queue.add([file('b.mp3'), file('a.mp3')])
    expect(sent[0]).toMatchObject({ url: null })
    sent[0]!.events.done(arrived('e1'))
    expect(sent[1]).toMatchObject({ url: '/api/uploads/1' })
    sent[1]!.events.done(arrived('e2'))
    expect(unfinishedUploads()).toEqual([])
  })
})

describe('an upload that is paused', () => {
  it('gives its turn to the next, keeps what has arrived, and goes on when asked', () => {
    const { queue, sent, drop } = newQueue()
    queue.add([file('a.mp3'), file('b.mp3')])
    sent[0]!.events.begun('/api/uploads/1')
    sent[0]!.events.sent(400)
    const { key } = queue.snapshot()[0]!
    queue.pause(key)
    expect(sent[0]!.stop).toHaveBeenCalledOnce()
    expect(drop).not.toHaveBeenCalled()
    expect(queue.snapshot()[0]).toMatchObject({ state: 'paused', sent: 400 })
    expect(sent[1]!.file.name).toBe('b.mp3')
    queue.goOn(key)
    expect(queue.snapshot()[0]).toMatchObject({ state: 'waiting', sent: 400 })
    sent[1]!.events.done(arrived('e1'))
    expect(sent[2]).toMatchObject({ url: '/api/uploads/1' })
  })

  it('stays without the transcript that was left out of it, or with the one that took its place', async () => {
    const { queue, sent, give } = newQueue()
    queue.add([file('a.mp3'), file('a.srt')])
    sent[0]!.events.done(arrived('words'))
    sent[1]!.events.begun('/api/uploads/1')
    const { key } = queue.snapshot()[0]!
    queue.pause(key)
    queue.setTranscript(key, null)
    queue.goOn(key)
    expect(queue.snapshot()[0]).toMatchObject({ state: 'sending', transcript: null })
    expect(give.mock.calls).toEqual([['/api/uploads/1', null]])
    queue.pause(key)
    queue.setTranscript(key, file('a.srt', 7))
    queue.goOn(key)
    expect(sent.at(-1)!.file.size).toBe(7)
    sent.at(-1)!.events.done(arrived('other words'))
    await Promise.resolve()
    expect(give.mock.lastCall).toEqual(['/api/uploads/1', 'other words'])
  })

  it('does not wake up by itself', () => {
    const { queue, sent } = newQueue()
    queue.add([file('a.mp3')])
    sent[0]!.events.failed(noAnswer())
    queue.pause(queue.snapshot()[0]!.key)
    vi.advanceTimersByTime(60_000)
    queue.goOnNow()
    expect(sent).toHaveLength(1)
  })

  it('goes on when the same file is chosen once more', () => {
    const { queue, sent } = newQueue()
    queue.add([file('a.mp3')])
    queue.pause(queue.snapshot()[0]!.key)
    queue.add([file('a.mp3')])
    expect(sent).toHaveLength(2)
    expect(queue.snapshot()).toHaveLength(1)
  })
})

describe('a transcript', () => {
  it('goes before its episode, which names it', () => {
    const { queue, sent, done } = newQueue()
    queue.add([file('a.mp3'), file('a.srt', 50)])
    expect(queue.snapshot()).toHaveLength(1)
    expect(sent[0]).toMatchObject({ file: { name: 'a.srt' }, url: null, facts: { kind: 'transcript' } })
    sent[0]!.events.done(arrived('t1'))
    expect(sent[1]).toMatchObject({ file: { name: 'a.mp3' }, url: null, facts: { transcript: 't1' } })
    sent[1]!.events.begun('/api/uploads/1')
    sent[1]!.events.done(arrived('e1'))
    expect(done).toHaveBeenCalledOnce()
    expect(sent).toHaveLength(2)
  })

  it('is sent once, also when its episode is cut off before it has begun', () => {
    const { queue, sent } = newQueue()
    queue.add([file('a.mp3'), file('a.srt', 50)])
    sent[0]!.events.done(arrived('t1'))
    sent[1]!.events.failed(noAnswer())
    vi.advanceTimersByTime(1000)
    expect(sent[2]).toMatchObject({ file: { name: 'a.mp3' }, facts: { transcript: 't1' } })
  })

  it('that can’t be read is told with what the server says, and may be left out', () => {
    const { queue, sent } = newQueue()
    queue.add([file('a.mp3'), file('a.srt', 50)])
    sent[0]!.events.failed(troubleFrom(400, { title: 'line 3 is no time', remedy: 'Mend it.' }, null))
    expect(queue.snapshot()[0]).toMatchObject({ state: 'failed', transcriptAtFault: true })
    queue.setTranscript(queue.snapshot()[0]!.key, null)
    expect(sent[1]).toMatchObject({ file: { name: 'a.mp3' }, facts: {} })
    expect(queue.snapshot()[0]).toMatchObject({ state: 'sending', transcript: null, transcriptAtFault: false })
  })

  it('rests with the network as its episode does', () => {
    const { queue, sent } = newQueue()
    queue.add([file('a.mp3'), file('a.srt', 50)])
    sent[0]!.events.failed(noAnswer())
    expect(queue.snapshot()[0]).toMatchObject({ state: 'resting', transcriptAtFault: false })
    vi.advanceTimersByTime(1000)
    expect(sent[1]!.file.name).toBe('a.srt')
  })

  it.each([
    [file('a.srt', 0), 'a.srt is empty.'],
    [file('a.txt', 17 * 1024 * 1024), 'a.txt has 17 MB; a transcript has up to 16 MB.'],
  ])('is refused before a byte is sent when it can be none', (transcript, reason) => {
    const { queue, sent } = newQueue()
    queue.add([file('a.mp3'), transcript])
    expect(sent).toHaveLength(0)
    expect(queue.snapshot()[0]).toMatchObject({ state: 'refused', transcriptAtFault: true, trouble: { reason } })
    queue.add([file('a.vtt', 50)])
    expect(sent[0]!.file.name).toBe('a.vtt')
  })

  it('that comes later is given to the upload, of which nothing is sent again', async () => {
    const { queue, sent, drop, give } = newQueue()
    queue.add([file('a.mp3')])
    sent[0]!.events.begun('/api/uploads/1')
    queue.add([file('words.srt', 50)])
    expect(sent[0]!.stop).toHaveBeenCalledOnce()
    expect(sent[1]).toMatchObject({ file: { name: 'words.srt' }, url: null, facts: { kind: 'transcript' } })
    expect(queue.snapshot()).toMatchObject([{ state: 'sending', transcript: { name: 'words.srt' } }])
    sent[1]!.events.done(arrived('t1'))
    expect(give.mock.calls).toEqual([['/api/uploads/1', 't1']])
    await vi.advanceTimersByTimeAsync(0)
    expect(sent[2]).toMatchObject({ file: { name: 'a.mp3' }, url: '/api/uploads/1' })
    expect(drop).not.toHaveBeenCalled()
    expect(unfinishedUploads()).toMatchObject([{ url: '/api/uploads/1', transcript: 'words.srt' }])
  })

  it('that is left out on the way is taken from the upload', async () => {
    const { queue, sent, drop, give } = newQueue()
    queue.add([file('a.mp3'), file('a.srt', 50)])
    sent[0]!.events.done(arrived('t1'))
    sent[1]!.events.begun('/api/uploads/1')
    queue.setTranscript(queue.snapshot()[0]!.key, null)
    expect(give.mock.calls).toEqual([['/api/uploads/1', null]])
    expect(drop.mock.calls).toEqual([['/api/uploads/t1']])
    await vi.advanceTimersByTimeAsync(0)
    expect(sent[2]).toMatchObject({ file: { name: 'a.mp3' }, url: '/api/uploads/1' })
    expect(queue.snapshot()).toMatchObject([{ state: 'sending', transcript: null }])
    expect(unfinishedUploads()[0]!.transcript).toBeUndefined()
  })

  it.each([
    [404, null],
    [410, null],
    [409, '/api/uploads/1'],
  ])('that the upload can’t have any more (%i) keeps nobody from arriving', async (status, url) => {
    const { queue, sent, give } = newQueue()
    queue.add([file('a.mp3')])
    sent[0]!.events.begun('/api/uploads/1')
    give.mockRejectedValueOnce(troubleFrom(status, null, null))
    queue.add([file('words.srt', 50)])
    sent[1]!.events.done(arrived('t1'))
    await vi.advanceTimersByTimeAsync(0)
    expect(sent[2]).toMatchObject({ url })
  })

  it('goes to the upload that it is named after, and waits with one that is paused', () => {
    const { queue, sent } = newQueue()
    queue.add([file('a.mp3'), file('b.mp3')])
    queue.pause(queue.snapshot()[1]!.key)
    queue.add([file('b.srt', 50)])
    expect(queue.snapshot()[1]).toMatchObject({ state: 'paused', transcript: { name: 'b.srt' } })
    expect(sent).toHaveLength(1)
    queue.add([file('c.srt', 50)])
    expect(queue.snapshot()[2]).toMatchObject({ state: 'refused', trouble: { reason: 'This is a transcript without its episode.' } })
  })

  it('is known in another visit, and asked for again when the server has let it go', () => {
    const before = newQueue()
    before.queue.add([file('a.mp3'), file('a.srt', 50)])
    before.sent[0]!.events.done(arrived('t1'))
    before.sent[1]!.events.begun('/api/uploads/1')
    const { queue, sent } = newQueue()
    queue.add([file('a.mp3')])
    expect(sent[0]).toMatchObject({ url: '/api/uploads/1', file: { name: 'a.mp3' } })
    expect(queue.snapshot()[0]!.transcript).toEqual({ name: 'a.srt', file: null })
    sent[0]!.events.failed(troubleFrom(410, null, null))
    expect(queue.snapshot()[0]).toMatchObject({ state: 'failed', transcriptAtFault: true })
    queue.add([file('a.srt', 50)])
    expect(sent[1]!.file.name).toBe('a.srt')
  })

  it('of another name than in the visit before is given to what has arrived', () => {
    const before = newQueue()
    before.queue.add([file('a.mp3')])
    before.sent[0]!.events.begun('/api/uploads/1')
    const { queue, sent, drop, give } = newQueue()
    queue.add([file('a.mp3'), file('a.srt', 50)])
    expect(drop).not.toHaveBeenCalled()
    expect(sent[0]!.file.name).toBe('a.srt')
    sent[0]!.events.done(arrived('t1'))
    expect(give.mock.calls).toEqual([['/api/uploads/1', 't1']])
  })

  it('is taken back with its upload', () => {
    const { queue, sent, drop } = newQueue()
    queue.add([file('a.mp3'), file('a.srt', 50)])
    sent[0]!.events.done(arrived('t1'))
    queue.remove(queue.snapshot()[0]!.key)
    expect(drop.mock.calls).toEqual([['/api/uploads/t1']])
  })
})
