/** Short forms of common English words in business talk. */
const written = `
people ppl | department dept | departments depts | manager mgr | managers mgrs | employee emp | employees emps | quantity qty | amount amt | amounts amts
account acct | accounts accts | customer cust | customers custs | revenue rev | transaction txn | transactions txns | appointment appt | appointments appts
year yr | years yrs | month mth mo | months mths mos | week wk | weeks wks | quarter qtr | quarters qtrs | hour hr | hours hrs | minutes mins
number num nr | percent pct | count cnt | previous prev | current curr | temperature temp | distance dist | location loc | category cat | categories cats
product prod | products prods | marketing mktg | manufacturing mfg | utilization util | utilisation util | average ave avrg | maximum maxi | invoice inv | invoices invs
international intl | government govt | subscription sub | subscriptions subs | application app | applications apps | reservation resv | reservations resvs
delivery dlvry | deliveries dlvrs | shipment shpmt | shipments shpmts | package pkg | packages pkgs | equipment equip | warehouse whse | business biz
temperature temps | registration reg | registrations regs | duration dur | reference ref | technician tech | technicians techs | university uni | representative rep | representatives reps
`

/** Short form → the word it stands for. */
export const shortForms: ReadonlyMap<string, string> = new Map(
  written
    .split(/[|\n]/)
    .map((group) => group.trim().split(' '))
    .flatMap(([word = '', ...shorts]) => shorts.map((short) => [short, word] as const)),
)
