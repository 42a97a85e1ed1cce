// Fails the build when the script of the page outgrows its budget (gzip, as a browser would fetch it).
import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const budget = 150 * 1024
const assets = new URL('../dist/assets/', import.meta.url)
const bytes = readdirSync(assets)
  .filter((name) => name.endsWith('.js'))
  .reduce((sum, name) => sum + gzipSync(readFileSync(new URL(name, assets))).length, 0)
const kilobytes = (value) => `${(value / 1024).toFixed(1)} kB`

console.log(`script: ${kilobytes(bytes)} gzip of ${kilobytes(budget)} allowed`)
if (bytes > budget) process.exit(1)
