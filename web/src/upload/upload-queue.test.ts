import { describe, expect, it, vi } from 'vitest'
import type { UploadEvents } from '../api/upload-file'
import { troubleFrom } from '../api/trouble'
import { UploadQueue } from './upload-queue'

function file(name: string, bytes = 1000): File {
  return new File([new Uint8Array(bytes)], name)
}

function newQueue(limit: number | null = null) {
  const sent: { file: File; events: UploadEvents; stop: ReturnType<typeof vi.fn> }[] = []
  const done = vi.fn()
  let now = 0
  const queue = new UploadQueue({
    send: (sentFile, events) => {
      const stop = vi.fn()
      sent.push({ file: sentFile, events, stop })
      return stop
    },
    now: () => now,
    limit: () => limit,
    done,
  })
  return { queue, sent, done, wait: (ms: number) => (now += ms) }
}

describe('the queue of uploads', () => {
  it('sends one file at a time, in order', () => {
    const { queue, sent, done } = newQueue()
    const [first, second] = [file('a.mp3'), file('b.mp3')]
    queue.add([first, second])
    expect(sent).toHaveLength(1)
    sent[0]!.events.done({ ok: true, episodeId: 'e1', message: '' })
    expect(done).toHaveBeenLastCalledWith(first, 'e1', false)
    expect(sent[1]!.file).toBe(second)
    sent[1]!.events.done({ ok: true, episodeId: 'e2', message: '' })
    expect(done).toHaveBeenLastCalledWith(second, 'e2', true)
    expect(queue.snapshot()).toEqual([])
  })

  it('measures the speed over the last seconds', () => {
    const { queue, sent, wait } = newQueue()
    queue.add([file('a.mp3', 10_000)])
    sent[0]!.events.sent(1000, 10_000)
    expect(queue.snapshot()[0]!.bytesPerSecond).toBeNull()
    wait(1000)
    sent[0]!.events.sent(3000, 10_000)
    expect(queue.snapshot()[0]).toMatchObject({ sent: 3000, bytesPerSecond: 2000 })
  })

  it('stops what is cancelled and goes on with the next', () => {
    const { queue, sent } = newQueue()
    queue.add([file('a.mp3'), file('b.mp3')])
    queue.remove(queue.snapshot()[0]!.key)
    expect(sent[0]!.stop).toHaveBeenCalledOnce()
    expect(sent).toHaveLength(2)
    expect(queue.snapshot()).toHaveLength(1)
  })

  it('keeps a failed upload with its reason, and sends it again when asked', () => {
    const { queue, sent } = newQueue()
    queue.add([file('a.mp3')])
    sent[0]!.events.failed(troubleFrom(507, null, null))
    expect(queue.snapshot()[0]).toMatchObject({ state: 'failed', trouble: { reason: 'There is no room left for this file.' } })
    queue.retry(queue.snapshot()[0]!.key)
    expect(sent).toHaveLength(2)
    expect(queue.snapshot()[0]).toMatchObject({ state: 'sending', trouble: null })
  })

  it.each([
    ['notes.txt', 10, 'This is not an audio or video file that we can read.'],
    ['noname', 10, 'This is not an audio or video file that we can read.'],
    ['empty.mp3', 0, 'This file is empty.'],
    ['long.WAV', 5000, 'This file has 5 kB; this server takes up to 2 kB.'],
  ])('refuses %s before sending a byte', (name, bytes, reason) => {
    const { queue, sent } = newQueue(2048)
    queue.add([file(name, bytes)])
    expect(sent).toHaveLength(0)
    expect(queue.snapshot()[0]).toMatchObject({ state: 'refused', trouble: { reason } })
  })
})
