import { defineConfig } from '@playwright/test'

// Against a real server: PODPROMO_BASE_URL=http://127.0.0.1:8000 PODPROMO_EPISODE=talk.wav npm run e2e:real
const real = process.env.PODPROMO_BASE_URL

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // Each worker has a stand-in server of its own, and its tests mostly wait. A real server is asked by one at a time.
  fullyParallel: !real,
  workers: real ? 1 : 4,
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  // The contrasts of a long transcript, looked at four times, take half a minute on two busy cores.
  timeout: 180_000,
  // What comes at all comes sooner, unless the machine is held up.
  expect: { timeout: 60_000 },
  use: {
    ...(real ? { baseURL: real } : {}),
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
})
