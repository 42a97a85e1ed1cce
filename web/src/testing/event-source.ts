import { vi } from 'vitest'

// Stands in for the browser's EventSource; a test sends what a server would.
export class FakeEventSource extends EventTarget {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static readonly CLOSED = 2
  static opened: FakeEventSource[] = []

  readyState = FakeEventSource.CONNECTING

  constructor(readonly url: string) {
    super()
    FakeEventSource.opened.push(this)
  }

  close(): void {
    this.readyState = FakeEventSource.CLOSED
  }

  open(): void {
    this.readyState = FakeEventSource.OPEN
    this.dispatchEvent(new Event('open'))
  }

  send(body: unknown): void {
    this.dispatchEvent(new MessageEvent('progress', { data: typeof body === 'string' ? body : JSON.stringify(body) }))
  }

  // The connection broke; `forGood` when the browser will not try again.
  fail(forGood = false): void {
    this.readyState = forGood ? FakeEventSource.CLOSED : FakeEventSource.CONNECTING
    this.dispatchEvent(new Event('error'))
  }
}

// Gives the streams that were opened, growing.
export function serveStreams(): FakeEventSource[] {
  FakeEventSource.opened = []
  vi.stubGlobal('EventSource', FakeEventSource)
  return FakeEventSource.opened
}
