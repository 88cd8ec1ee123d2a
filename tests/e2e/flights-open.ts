/** What is not answered rightly yet: the question, and what comes instead. Whoever mends one takes it off this list. */
export const open: ReadonlyMap<string, string> = new Map<string, string>([
  ['What percentage of flights was late in February?', 'asks which of two equal readings is meant'],
  ['How many different origins had late flights last week?', 'declines: two figures without a joiner'],
  ['How many airports are there?', 'asks whether the city called Many is meant'],
])
