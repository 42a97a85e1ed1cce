// A proxy for TCP that is as bad as the worst network: it cuts connections after any number of bytes in either
// direction, leaves the server with connections that are dead, delays, and sends requests a second time. What it does
// to the n-th connection depends on the seed and n alone.
import net from 'node:net'

// mulberry32: small, and the same everywhere.
export function randomFrom(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const kLongestReplay = 512 << 10

function fateOf(seed, n, harm, reach) {
  const random = randomFrom(seed * 7919 + n)
  const fate = { cutUp: Infinity, cutDown: Infinity, dead: false, delay: 0, replay: false }
  if (random() > harm) return fate
  const kind = random()
  // Small numbers are as likely as large ones: headers are to be cut, too.
  const bytes = Math.floor(Math.exp(random() * Math.log(reach)))
  if (kind < 0.45) fate.cutUp = bytes
  else if (kind < 0.65) Object.assign(fate, { cutUp: bytes, dead: true })
  else if (kind < 0.85) fate.cutDown = Math.floor(random() * 40)
  else fate.replay = true
  if (random() < 0.3) fate.delay = Math.floor(random() * 60)
  return fate
}

export class ChaosProxy {
  // `harm`: how many of the connections something happens to; `reach`: after how many bytes at the latest.
  constructor({ seed, upstream, harm = 0.7, reach = 2 << 20 }) {
    Object.assign(this, { seed, upstream, harm, reach, counted: { connections: 0, cut: 0, dead: 0, answersLost: 0, replayed: 0 } })
    this.sockets = new Set()
    this.server = net.createServer({ noDelay: true }, (client) => this.#connect(client))
  }

  listen() {
    return new Promise((resolve) => this.server.listen(0, '127.0.0.1', () => resolve(this.server.address().port)))
  }

  close() {
    this.server.close()
    for (const socket of this.sockets) socket.destroy()
  }

  #kept(socket) {
    this.sockets.add(socket)
    socket.on('close', () => this.sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    return socket
  }

  #connect(client) {
    const fate = fateOf(this.seed, this.counted.connections++, this.harm, this.reach)
    const server = this.#kept(net.connect({ ...this.upstream, noDelay: true }))
    this.#kept(client)
    const said = []
    let up = 0
    let down = 0
    client.on('data', (data) => {
      if (up < kLongestReplay && fate.replay) said.push(data)
      const rest = fate.cutUp - up
      up += data.length
      if (!server.write(data.subarray(0, Math.max(0, Math.min(rest, data.length))))) {
        client.pause()
        server.once('drain', () => client.resume())
      }
      if (up >= fate.cutUp) this.#cut(client, server, fate)
    })
    server.on('data', (data) => {
      const rest = fate.cutDown - down
      down += data.length
      setTimeout(() => client.write(data.subarray(0, Math.max(0, Math.min(rest, data.length)))), fate.delay)
      if (down >= fate.cutDown && !client.destroyed) {
        this.counted.answersLost++
        setTimeout(() => { client.destroy(); server.destroy() }, fate.delay)
      }
    })
    client.on('close', () => {
      if (fate.replay) this.#replay(Buffer.concat(said))
      if (!fate.dead) server.end()
    })
    server.on('close', () => setTimeout(() => client.destroy(), fate.delay))
  }

  #cut(client, server, fate) {
    if (client.destroyed) return
    this.counted.cut++
    client.destroy()
    if (!fate.dead) return void server.destroy()
    // The client is gone and the server isn't told for a while.
    this.counted.dead++
    setTimeout(() => server.destroy(), 3000).unref()
  }

  // What was sent once arrives again, late; nobody reads the answers.
  #replay(bytes) {
    if (bytes.length === 0) return
    this.counted.replayed++
    const again = this.#kept(net.connect(this.upstream))
    again.on('data', () => {})
    again.write(bytes, () => setTimeout(() => again.destroy(), 200))
  }
}
