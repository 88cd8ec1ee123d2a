/** Courtesy around an English question, which changes nothing of what is asked. */
import { phrases } from './lists.ts'

/** What may stand before a question, once or several times. */
export const courtesiesBefore: ReadonlySet<string> = new Set(
  phrases(
    'please | pls | plz | kindly | hi | hello | hey | hi there | hello there | good morning | good afternoon | good evening | thanks | thank you | can you | could you | would you | can you please | could you please | would you please | i want to know | i would like to know | i d like to know | i want to see | i would like to see | i d like to see | show | show me | show us | give me | give us | tell me | tell us | let me see | let me know',
  ),
)

/** What may stand after it. */
export const courtesiesAfter: ReadonlySet<string> = new Set(
  phrases('please | pls | plz | thanks | thank you | thx | many thanks | thanks a lot | thank you very much'),
)

/** What begins with these after "tell me" asks to be told when it happens. */
export const beginsWatching: ReadonlySet<string> = new Set(['when', 'whenever', 'if', 'once', 'as', 'that', 'about'])
