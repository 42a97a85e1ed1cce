import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'

// How long a machine takes to draw something is no matter of these tests.
configure({ asyncUtilTimeout: 10_000 })

afterEach(() => {
  cleanup()
  localStorage.clear()
})

const nothing = () => undefined

// jsdom knows no modal dialogs, no layout and no media.
HTMLDialogElement.prototype.showModal = function () {
  this.open = true
}
HTMLDialogElement.prototype.close = function () {
  this.open = false
}
globalThis.ResizeObserver = class {
  observe = nothing
  unobserve = nothing
  disconnect = nothing
}
window.scrollTo = nothing
window.matchMedia = (media) => Object.assign(new EventTarget(), { media, matches: false }) as MediaQueryList

const playing = new WeakSet<HTMLMediaElement>()
Object.defineProperty(HTMLMediaElement.prototype, 'paused', {
  get(this: HTMLMediaElement) {
    return !playing.has(this)
  },
})
HTMLMediaElement.prototype.play = function () {
  playing.add(this)
  this.dispatchEvent(new Event('play'))
  return Promise.resolve()
}
HTMLMediaElement.prototype.pause = function () {
  playing.delete(this)
  this.dispatchEvent(new Event('pause'))
}
