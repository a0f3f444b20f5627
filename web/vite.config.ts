import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { precompress } from './precompress.ts'

/** `vite build web`: the root is this folder, the result lands in web/dist, which the server serves. */
export default defineConfig({
  base: '/',
  plugins: [react(), precompress()],
  server: {
    host: '127.0.0.1',
    // The host stays the browser's: the server refuses changes that come from another origin than its own.
    proxy: { '/api': { target: 'http://127.0.0.1:8080', changeOrigin: false } },
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // The size test reads it to know what the first page loads.
    manifest: true,
    target: 'es2023',
    // Those that know light-dark(), which would else be rewritten in a way that ignores Mantine's scheme.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // The polyfill is an inline script, which the content security policy refuses.
    modulePreload: { polyfill: false },
    // Likewise nothing is inlined as a data: address, which `default-src 'self'` refuses.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      onwarn(warning, warn) {
        // Libraries mark their modules for server components; a bundle for browsers has no use for it.
        if (warning.code === 'MODULE_LEVEL_DIRECTIVE') return
        warn(warning)
      },
    },
  },
})
