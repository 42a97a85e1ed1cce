import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

// In the place of the model that hears: a speech server that says nothing until it is let, so that the work of a test
// lasts as long as the test looks at it, on any machine.
export class SlowListener {
  address = ''
  private readonly waiting: ServerResponse[] = []
  private mayAnswer = false
  private readonly server = createServer((request, response) => {
    request.resume()
    request.once('end', () => {
      this.waiting.push(response)
      if (this.mayAnswer) this.answer()
    })
  })

  constructor(private readonly text: string) {}

  async start(): Promise<void> {
    this.server.listen(0, '127.0.0.1')
    await once(this.server, 'listening')
    this.address = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  answer(): void {
    this.mayAnswer = true
    const body = JSON.stringify({ language: 'english', text: this.text })
    for (const response of this.waiting.splice(0)) response.writeHead(200, { 'Content-Type': 'application/json' }).end(body)
  }

  end(): void {
    this.server.close()
    this.server.closeAllConnections()
  }
}
