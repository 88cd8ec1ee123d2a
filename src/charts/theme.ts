/** Sizes and colours of every picture. Logical pixels; the painter draws them two and a half times as large. */
export const SIZE = { width: 640, height: 360 } as const
export const MARGIN = { left: 20, right: 20, top: 16, bottom: 14 } as const

/** Type sizes: a phone shows the picture at little more than half its width, so nothing goes under 14. */
export const TYPE = { title: 25, titleSmall: 21, subtitle: 16, label: 16, small: 14 } as const

export const FONT_FAMILY = 'Inter, system-ui, sans-serif'

export const COLOR = {
  paper: '#ffffff',
  ink: '#14181f',
  /** Labels that must be read. */
  text: '#3a4250',
  /** Axis labels and the subtitle; 5.3 : 1 on white. */
  muted: '#636c7a',
  grid: '#e6e9ee',
  zero: '#9aa3b0',
  accent: '#1f5fd0',
  accentSoft: '#dfe9fa',
  /** Members that are not the finding. */
  quiet: '#aebfdc',
  /** The same over a lighter bar. */
  mid: '#7f9cd0',
  /** "Other", and the period compared with. */
  grey: '#b4bbc6',
  /** Bars of the period compared with, behind those of now. */
  before: '#d3d9e3',
  greyText: '#737c8a',
  good: '#0b7a5c',
  bad: '#c2410c',
} as const

/** Six series that stay apart for every common kind of colour blindness, and in grey. */
export const SERIES = ['#1f5fd0', '#e0781a', '#0f8f72', '#b0488f', '#5a4bb3', '#8a6d1d'] as const

/** Light to dark, one hue, for heat maps. */
export const RAMP = ['#eef4fd', '#cfe0f8', '#a3c3f0', '#6f9fe4', '#3d78d3', '#1d57b4', '#103a80'] as const
