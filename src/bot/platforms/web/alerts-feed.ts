/** The conversation of the web that everybody who may can follow: alerts go there (`web:local/alerts`). */
export const ALERTS = 'alerts'
