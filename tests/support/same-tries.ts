/** In CI properties are tried on the same examples every time, so that a change fails for what it did; elsewhere on new ones. */
import fc from 'fast-check'

if (process.env['CI']) fc.configureGlobal({ seed: 20_261_122 })
