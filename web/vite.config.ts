import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const server = process.env.PODPROMO_BASE_URL ?? 'http://127.0.0.1:8000'

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2022',
    // The page is served with a policy that allows no data: fonts or scripts, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': server, '/health': server, '/ready': server },
    // Data that a server writes, wherever it was started, is no reason to load the page again.
    watch: {
      ignored: ['**/test-results/**', '**/playwright-report/**', '**/dist/**', '**/uploads/**', '**/outputs/**', '**/logs/**'],
    },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/testing/setup.ts'],
    css: { modules: { classNameStrategy: 'non-scoped' } },
    restoreMocks: true,
    // Far more than any test takes, also beside others on a slow machine: only what hangs is to end here.
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
