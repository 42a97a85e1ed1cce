import { defineConfig } from '@playwright/test'

// Against a real server: PODPROMO_BASE_URL=http://127.0.0.1:8000 PODPROMO_EPISODE=talk.wav npm run e2e:real
const real = process.env.PODPROMO_BASE_URL
const port = Number(process.env.PODPROMO_MOCK_PORT ?? 4173)

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  fullyParallel: false,
  // The stand-in server has one memory, so one test at a time.
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    baseURL: real ?? `http://127.0.0.1:${port}`,
    viewport: { width: 1240, height: 860 },
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--autoplay-policy=no-user-gesture-required'],
    },
  },
  projects: [
    { name: 'mock', testMatch: 'mock/*.spec.ts' },
    { name: 'real', testMatch: 'real/*.spec.ts', timeout: 45 * 60_000 },
  ],
  ...(real
    ? {}
    : { webServer: { command: `node mock-server.mjs ${port} dist`, url: `http://127.0.0.1:${port}/health`, timeout: 60_000 } }),
})
