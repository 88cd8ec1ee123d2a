/** Values that do harm where they are taken for more than text. They come from data and from people. */

/** As they are in the data, and as they are read: what cannot be seen is left out. */
export const hostile: readonly (readonly [value: string, read: string])[] = [
  plain('<!channel> wake up'),
  plain('<!here>'),
  plain('@here @channel @everyone'),
  plain('<@U0ANA1> pays'),
  plain('<#C0SALES10>'),
  plain('<https://evil.example|your bank>'),
  plain('https://evil.example/?q=1'),
  plain('<mailto:ceo@evil.example|mail>'),
  plain('&lt;!channel&gt;'),
  plain('*bold* _italic_ ~gone~'),
  plain('`code` ```fence```'),
  plain('> quoted'),
  plain('[click](https://evil.example)'),
  plain(':tada: :rotating_light:'),
  plain('<script>alert(1)</script>'),
  plain('<img src=x onerror=alert(1)>'),
  plain('"quoted" & \'more\' </td></table>'),
  plain('=HYPERLINK("https://evil.example")'),
  plain('{{constructor}} ${process.env.HOME}'),
  plain('https://evil.example|x>'),
  ['\u001b[2J\u001b[31mcleared', '[2J[31mcleared'],
  ['\u009b31mred', '31mred'],
  ['bell\u0007 back\u0008 nul\u0000', 'bell back nul'],
  ['sales\u202Egpj.exe', 'salesgpj.exe'],
  ['\u2066isolated\u2069', 'isolated'],
  ['two\r\nlines', 'two lines'],
  ['line\u2028separator', 'line separator'],
]

/** What nobody may be shown: it steers the screen, or turns the direction of what follows. */
export const unseen = /(?!\n)[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u

function plain(value: string): readonly [string, string] {
  return [value, value]
}
