/** English, as the planner reads it: closed lists only. Names of KPIs, dimensions and values come from the catalog. */
import type { Aggregation, Grain } from '../../analytics/catalog.ts'
import type { Bounds, TimePart } from '../../analytics/kpi-query.ts'
import { wordsOfCalendar } from './en-calendar.ts'
import type { ChartKind } from '../../analytics/chart-kinds.ts'
import { list, phrases, table } from './lists.ts'

/** "Where do we stand": how much, not of what. */
export const levelVerbs: ReadonlySet<string> = list('stand stands stood')

/** Words that carry no part of a plan. A question may hold any number of them; nothing else may be passed over. */
export const functionWords = list(`
  a an the this that these those there here it its they them their theirs he she his her i me my we us our ours you your yours
  is are was were be been being am do does did done doing have has had having can could would should will shall might must
  what whats which who whom whose how s re ve ll d m stand stands stood
  of in on at to for from with within into onto over during by as via through throughout about around among amongst regarding concerning
  and or also too so then than if both either
  please pls plz kindly thanks thx thank hi hello hey dear ok okay well just now actually really basically simply quickly exactly
  show see tell give get list display find fetch provide present return let lets want wanted wants need needs needed like know wonder wondering
  looking look check view report reports reporting figure figures numbers data stats statistics info information overview
  summary summarize summarise details detail calculate compute determine pull bring put make made makes generate create draw plot graph chart visualize visualise picture
  ones much some any all every whole entire overall respective respectively different various
  come comes came coming go goes went going happen happens happened
  broken split grouped breakdown break out off
  curious interested help question ask asking asked using based terms hand side
  currently today's ever still yet again
  get gets getting got gotten earn earned sold sell sells selling bought buy placed made had received receive got took take taken take spend spent use used uses using handle handled process processed serve served run ran achieve achieved produce produced carry carried incur incurred brought deal dealt
  recorded record logged registered reported observed seen
  bring brings bringing give gives gave given giving offer offers offered offering work works worked working belong belongs belonged employ employs employed exist exists held located situated named
`)

/** Function words that change the meaning when they stand before a value, a number or a name. */
export const negations = phrases(`
  not | neither | everything except | anything except | all except | except | except for | excluding | exclude | excludes | without | other than | but not | all but | everything but | everywhere but | anywhere but | apart from | aside from | besides
  | minus | net of | no | non | leaving out | leave out | ignoring | ignore | is not | are not | isnt | arent | wasnt | werent | not in | not from
  | dont include | do not include | not including | not counting | with no | without any | without a | that are not | which are not | outside | outside of | never
`)

export const splitters = [
  ...[
    'across',
    'for',
    'in',
    'over',
    'among',
    'amongst',
    'between',
    'at',
    'by',
    'per',
    'of',
    'from',
    'with',
    'within',
    'under',
    'to',
  ].flatMap((lead) =>
    [
      'different',
      'various',
      'varying',
      'all the different',
      'the different',
      'all the various',
      'the various',
      'all of the',
      'each of the',
      'every',
      'each',
      'all the',
    ].map((rest) => `${lead} ${rest}`),
  ),
  ...phrases(`
  by | per | for each | for every | in each | in every | within each | within every | of each | inside each | across | across all | split by | broken down by | break down by | breakdown by | break it down by
  | grouped by | group by | segmented by | segment by | each | every | by each | by every | per each | according to | depending on | split across
  | split up by | divided by | sliced by | slice by | separated by | over each | between the different | as a function of | broken out by | partitioned by | for all
  | broken down per | split per | grouped per | one per
  | for each combination of | for every combination of | by combination of | for all combinations of | each combination of | one line per | one line for each | a line per | a line for each | one bar per | one bar for each | a bar per | a bar for each | a row per | a row for each | one row per | one row for each | distributed over | distribution over | spread over | spread across | distribution across | distribution by
  | with respect to | in respect of | wrt | in terms of | based on | on the basis of | as per | varies by | vary by | varied by | varies across | vary across | varies with | vary with | varying by | differs by | differ by | differs across | differ across | differs between | differ between
  | depends on | depend on | dependent on | changes with | change with | across various | categorized by | categorised by | classified by | organized by | organised by | arranged by | stratified by | disaggregated by | distributed across | distributed by | distributed among
  | one dot a | one dot per | one dot for each | a dot per | a dot for each | one point per | one point for each | a point per | a point for each | one line a | one bar a
  | per combination of | by each combination of | for each pair of | for every pair of
  | split into | divided into | separated into | broken into | broken down into | split on | split among | split between | drilled down by | drill down by | drilled down to | binned by | bucketed by | clustered by | for each of | for each different | across each | across every | across different types of | for different types of | by type of
`),
]

/** Splitters that may also divide: revenue per order. */
export const dividers = phrases(`per | per each | divided by`)

export const versus = phrases(`
  vs | versus | compared to | compared with | compared against | compare to | compare with | compare against | compares to | compares with | comparing to
  | in comparison to | in comparison with | against | relative to | v | as opposed to | over | in contrast to | contrasted with | when compared to | when compared with | up against | higher than | lower than | up on | down on | up from | down from | better than | worse than | more than | less than | than
`)

export const comparing = phrases(`
  compare | comparison | comparison of | comparing | compares | comparison between | side by side | separately | each separately | individually
`)

/** Two members, periods or figures set off against each other. */
export const differences = phrases(`
  difference | the difference | difference between | the difference between | difference in | the difference in | difference of | differences between | differences in | gap | gap between | the gap between | gap in | differ | differs | differ in | differs in | differ in terms of | differ by how much
`)

export const joiners = phrases(
  `and | nor | & | + | as well as | along with | together with | plus | and also | then | then by | and then by | and by | or | and the`,
)

/** Openers of a condition on a group: regions with revenue over 100. */
export const relatives = phrases(
  `with | where | whose | whose name | whose names | whose title | with a name | with names | with the name | having | that have | who have | which have | that had | which had | who had | had | have | has | that | when | with a | with an | in which | on which | was | were | is | are | did`,
)

export const counters = phrases(`
  group and count | how many | number of | numbers of | count of | counts of | the number of | total number of | the count of | no of | how many of | count | amount of | quantity of | volume of | how often | total count of | overall number of | counts | tally of | tally
`)

export const distinctWords = phrases(
  `distinct | unique | different | distinct count of | unique count of | number of distinct | number of unique | number of different | how many different | how many distinct | how many unique | count of distinct | count of unique | distinct number of | unique number of`,
)

export const aggregations: ReadonlyMap<string, Aggregation> = table({
  sum: 'total | total up | add up | sum up | adding up | sum | sum of | total of | summed | overall | combined | aggregate | in total | altogether | all told | total amount of | sum total of | the total',
  average: 'average | avg | mean | average of | mean of | averaged | the average | on average | typical',
  median: 'median | median of | the median',
  max: 'max | maximum | max of | maximum of | highest single | largest single | biggest single',
  min: 'min | minimum | min of | minimum of | lowest single | smallest single',
  last: 'latest | most recent | last known | current | closing',
})

/** `value`: by figure; `good`: by what is good for the KPI. */
export const rankings: ReadonlyMap<string, 'highest' | 'lowest' | 'best' | 'worst'> = table({
  highest:
    'top | highest | most | largest | biggest | greatest | leading | the most | the highest | the largest | the biggest | peak | most of | top performing by',
  lowest: 'bottom | lowest | least | fewest | smallest | the least | the lowest | the fewest | the smallest',
  best: 'best | the best | strongest | best performing | top performing | healthiest',
  worst: 'worst | the worst | weakest | poorest | worst performing',
})

export const shares = phrases(`
  share | share of | shares of | slice of | slice | shares | percentage | percentage of | percent of | proportion | proportion of | fraction of | fraction | portion of | contribution | contribution of | contribution to | mix | ratio of total
  | percentage share | percentage share of | percent share of | as a percentage | as percentage | percentages | as percentages | in percentages | as a percent | as percent | in percent | as a share | as share | as shares | percentage of total | share of total | percent of total | % of | % share | % share of | % of total
  | relative share | relative share of | as a percentage of total | as a share of total | as percentage of total | as a proportion of total
  | as a percentage of the total | as a share of the total | percentage breakdown | percent breakdown | percentage breakdown of | what percentage of | contribute | contributes | how much of the | how much of | make up | makes up | made up | account for | accounts for | accounted for | what part of | what portion of | what fraction of | what proportion of
`)

export const runningTotals = phrases(`
  running total | running total of | running sum | running sum of | cumulative | cumulated | cumulatively | cumulative total | cumulative sum | cumulative sum of | accumulated | rolling total | rolling sum | cumulative total of | running
`)
export const movingAverages = phrases(
  `moving average | moving average of | rolling average | rolling average of | moving avg | rolling avg | moving mean | rolling mean | smoothed | sliding average`,
)

export const distributions = phrases(
  `distribution | distribution of | frequency of | frequencies of | frequency | distributed | histogram | histogram of | spread of | frequency distribution | frequency distribution of | as a histogram | a histogram of`,
)

/** What makes a number the width of a histogram's ranges: before it, and after it. */
export const binsBefore = phrases(`
  in bins of | in buckets of | in steps of | in bands of | in intervals of | in increments of | in ranges of | in groups of | in chunks of | with bins of | with buckets of | bin width | bin width of | with a bin width of | with bin width | bins of | buckets of | bands of | steps of | intervals of | increments of | binned by | bucketed by | with a step of | into bins of | into buckets of | into bands of | into ranges of | into steps of | into intervals of | into groups of
`)
export const binsAfter = phrases(
  `bins | buckets | bands | bins wide | steps | intervals | increments | ranges | wide bins | wide buckets | bin`,
)

export const peaks = phrases(
  `when did | when was | when were | peak | peaked | peaking | when do | when does | on which day | on what day | record`,
)

/** Two figures held against each other. */
export const relations = phrases(`
  relationship | relationship between | the relationship between | relationship of | relation | relation between | relation of | correlation | correlation between | correlation of | correlated | correlates | correlate | correlated with | correlate with | correlates with
  | related | related to | relate to | relates to | association | association between | connection between | link between | affect | affects | influence | influences | impact | impact of | impacts | impact on | effect of | effect on | dependence of | dependency of | interplay of | interplay between
`)

export const trends = phrases(`
  trend | trends | trending | trend of | trend in | over time | evolution | evolution of | evolve | evolved | evolving | develop | developed | developing | development | development of | history of | history | historical | timeline | timeline of
  | progression | progression of | progress | time series | through time | across time | trended | as a time series | trendline | trajectory
`)

export const changes = phrases(`
  change | changes | changed | change in | changing | growth | growth of | growth in | grow | grew | grown | growing | growth rate | growth rate of | increase | increase in | increased | increasing | decrease | decrease in | decreased | decreasing
  | falling | rising | shrink | shrank | shrunk | shrinking | drop | drop in | dropped | decline | decline in | declined | declining | fall | fell | fallen | rise | rose | risen | delta | delta in | percent change | percentage change | percent change in | percentage change in | % change | % change in | rate of change | percent growth | % growth
  | by what percentage | by what percent | by how many percent | by how much | by what factor
  | go up | gone up | went up | go down | gone down | went down | improve | improved | improvement | worsen | worsened | up | down
`)

export const comparisonsBefore: ReadonlyMap<string, 'previous' | 'year_ago'> = table({
  previous:
    'the day before | the week before | the month before | the quarter before | week before | month before | quarter before | the hour before | previous period | the previous period | prior period | the prior period | the period before | preceding period | the preceding period | the one before | before that | the time before | pop | period over period | period on period | previous one | the previous one',
  year_ago:
    'year ago | a year ago | one year ago | year earlier | a year earlier | one year earlier | year before | the year before | same period last year | the same period last year | the same period a year ago | same period a year ago | same time last year | the same time last year | same month last year | the same month last year | same week last year | the same week last year | same day last year | the same day last year | same quarter last year | the same quarter last year | same period of last year | the same period of last year | same period of the previous year | the same period of the previous year | same period in the previous year | the same period in the previous year | previous year | the previous year | prior year | the prior year | yoy | year over year | year on year | y o y | same period previous year | same period prior year | year over year change | year over year growth | yoy growth | yoy change | the same period one year earlier | the same period a year earlier | the same months last year | the same days last year | this time last year',
})

/** Steps from one bucket to the next: month over month. */
export const stepsByGrain: ReadonlyMap<string, Grain> = table({
  hour: 'hour over hour | hour on hour | hoh',
  day: 'day over day | day on day | dod',
  week: 'week over week | week on week | wow',
  month: 'month over month | month on month | mom | m o m',
  quarter: 'quarter over quarter | quarter on quarter | qoq',
})

export const grains: ReadonlyMap<string, Grain> = table({
  minute: 'minute | minutes | min | minutely | by the minute | minute by minute',
  hour: 'hour | hours | hourly | hour by hour | hrs',
  day: 'over the days | day | days | daily | day by day | date | dates | calendar day | calendar days | day to day',
  week: 'over the weeks | week | weeks | weekly | week by week | calendar week | calendar weeks',
  month: 'over the months | month | months | monthly | month by month | calendar month | calendar months',
  quarter: 'quarter | quarters | quarterly | quarter by quarter',
  year: 'over the years | through the years | across the years | over years | year | years | yearly | annual | annually | year by year | calendar year | calendar years | per annum',
})

export const timeParts: ReadonlyMap<string, TimePart> = table({
  hour_of_day:
    'hour of day | hour of the day | hours of the day | hours of day | time of day | time of the day | hour of a day | hourly pattern',
  day_of_week:
    'day of week | day of the week | days of the week | days of week | weekday | weekdays | week day | week days | weekly pattern | dow',
  day_of_month: 'day of month | day of the month | days of the month',
  month_of_year:
    'month of year | month of the year | months of the year | calendar month of the year | seasonality | season',
  quarter_of_year: 'quarter of year | quarter of the year | quarters of the year',
})

export const partValues: readonly {
  readonly words: string
  readonly part: TimePart
  readonly values: readonly number[]
}[] = [
  {
    words: 'weekend | weekends | on weekends | at weekends | the weekends | weekend days',
    part: 'day_of_week',
    values: [6, 7],
  },
  {
    words: 'weekdays | working days | workdays | business days | week days',
    part: 'day_of_week',
    values: [1, 2, 3, 4, 5],
  },
  { words: 'mondays', part: 'day_of_week', values: [1] },
  { words: 'tuesdays', part: 'day_of_week', values: [2] },
  { words: 'wednesdays', part: 'day_of_week', values: [3] },
  { words: 'thursdays', part: 'day_of_week', values: [4] },
  { words: 'fridays', part: 'day_of_week', values: [5] },
  { words: 'saturdays', part: 'day_of_week', values: [6] },
  { words: 'sundays', part: 'day_of_week', values: [7] },
]

export const bounds: ReadonlyMap<string, Bounds['op']> = table({
  over: 'over | above | more than | greater than | exceeding | exceeds | exceed | exceeded | higher than | larger than | bigger than | > | beyond | in excess of | longer than | older than | heavier than | more expensive than | pricier than | costlier than | hotter than | warmer than | taller than | slower than | rise above | rises above | rose above | climb above | climbs above | climbed above | go above | goes above | went above',
  at_least: 'at least | >= | no less than | not less than | minimum of | a minimum of | from at least | no fewer than',
  under:
    'under | below | less than | fewer than | lower than | smaller than | < | shorter than | cheaper than | younger than | lighter than | less expensive than | colder than | cooler than | faster than | quicker than | fall below | falls below | fell below | drop below | drops below | dropped below | go below | goes below | went below | dip below | dips below | dipped below | fall under | falls under | fell under | drop under | drops under | dropped under',
  at_most: 'at most | <= | no more than | not more than | maximum of | a maximum of | up to | no greater than',
  equals: 'equal to | equals | equal | exactly | = | precisely',
  not_equals: 'not equal to | != | <> | different from',
})
/** The same unit in other words, and what is measured in it. */
export const unitFamilies: readonly { readonly words: ReadonlySet<string>; readonly subjects: readonly string[] }[] = [
  { words: list('km kms kilometer kilometers kilometre kilometres'), subjects: ['distance', 'length'] },
  { words: list('miles mile mi'), subjects: ['distance', 'length'] },
  { words: list('meters metres m meter metre'), subjects: ['distance', 'length', 'height'] },
  { words: list('kg kgs kilograms kilos kilogram'), subjects: ['weight'] },
  { words: list('lb lbs pounds'), subjects: ['weight'] },
  { words: list('tonnes tons ton tonne t'), subjects: ['weight'] },
]
/** After the number: 100 or more. */
export const boundsAfter: ReadonlyMap<string, Bounds['op']> = table({
  at_least: 'or more | or above | or higher | or greater | and above | and up | and more | or over | or longer',
  at_most: 'or less | or below | or fewer | or lower | or under | and below | or shorter',
})
export const betweens = phrases('between | in between | ranging from | in the range of | in the range')

export type Ordering = 'descending' | 'ascending' | 'best' | 'worst' | 'name' | 'newest' | 'oldest'

export const orderings: ReadonlyMap<string, Ordering> = table({
  descending:
    'descending | desc | in descending order | highest first | largest first | biggest first | most first | from highest to lowest | from high to low | high to low | highest to lowest | from largest to smallest | largest to smallest | decreasing order | in decreasing order',
  ascending:
    'ascending | asc | in ascending order | lowest first | smallest first | least first | from lowest to highest | from low to high | low to high | lowest to highest | increasing order | in increasing order | smallest to largest | fewest first',
  best: 'best first | from best to worst | best to worst',
  worst: 'worst first | from worst to best | worst to best',
  name: 'alphabetically | alphabetical | in alphabetical order | sorted by name | sort by name | ordered by name | order by name | alphabetical order | a to z | by name',
  newest:
    'newest first | latest first | most recent first | most recent year first | latest year first | newest year first | most recent month first | latest month first | reverse chronological | in reverse chronological order',
  oldest:
    'oldest first | earliest first | chronologically | in chronological order | chronological | chronological order',
})
export const sorters = phrases(
  `sorted by | sort by | sorted | sort | ordered by | ordered | order by | ranked by | rank by | ranked | rank | ranking | ranking of | in order of | sort them by | order them by | rank them by | sorting by | in the order of`,
)

export const chartWords: ReadonlyMap<string, ChartKind> = table({
  line: 'line chart | line graph | a line chart | as a line | line plot | lines | as line | line',
  multi_line: 'multi line chart | multiple lines | multi line',
  area: 'area chart | area graph | as an area | area plot | stacked area | stacked area chart | as a stacked area | as an area chart | as a stacked area chart',
  bar: 'bar chart | bar graph | bars | column chart | as bars | as a bar | column graph | columns | bar plot | barchart | bar | horizontal bar chart | vertical bar chart',
  grouped_bar:
    'grouped bar chart | grouped bars | grouped bar | clustered bar chart | clustered bars | side by side bars | grouped column chart',
  stacked_bar:
    'stacked bar chart | stacked bars | stacked bar | stacked column chart | stacked columns | stacked chart | stacked | as a stacked bar | stack',
  pie: 'pie chart | pie | donut | donut chart | doughnut | doughnut chart | as a pie | pie graph',
  histogram: 'histogram chart | histogram plot',
  heatmap: 'heat map | heatmap | heat map chart | as a heat map',
  scatter: 'scatter plot | scatter chart | scatter | scatterplot | scatter graph',
  number:
    'just the number | number only | only the number | a single number | single number | just a number | big number | as a number | one number | just the figure',
  table: 'table | as a table | in a table | in table form | tabular | as table | as rows | spreadsheet',
})
/** The axes of a picture: where something is to be drawn, or what the rows are to be sorted by. */
export const plotAxes: ReadonlyMap<string, 'x' | 'y'> = table({
  x: 'rank x | sort x | order x | rank the x | sort the x | order the x | x axis | on x | on the x | as x | for x | on the x axis | on x axis | on the x axis and | along the x axis | for the x axis | as the x axis | as x axis | in the x axis | in x axis | x axis is | the x axis is | the x axis shows | the x axis being | horizontal axis | on the horizontal axis | along the horizontal axis | x coordinate',
  y: 'rank y | sort y | order y | rank the y | sort the y | order the y | y axis | on y | on the y | as y | for y | on the y axis | on y axis | along the y axis | for the y axis | as the y axis | as y axis | in the y axis | in y axis | y axis is | the y axis is | the y axis shows | the y axis being | vertical axis | on the vertical axis | along the vertical axis | y coordinate',
})
/** What leads to the dimension that a picture shows by colour, or by a panel for each member. */
export const channelWords: ReadonlyMap<string, 'colour' | 'panels'> = table({
  colour:
    'coloured by | colored by | colour by | color by | colour coded by | color coded by | colored based on | coloured based on | colored according to | coloured according to | with colour for | with color for | with colours for | with colors for | with colour by | with color by | with colors by | with different colours for | with different colors for | with different colours for each | with different colors for each | with a different colour for each | with a different color for each | in different colours for each | in different colors for each | in different colors by | a colour for each | a color for each | a colour per | a color per | hue by | using colour for | using color for | with the colour by | with the color by | and colour by | and color by',
  panels:
    'small multiples | small multiples of | as small multiples | in small multiples | small multiple | in panels | in separate panels | separate panels | trellis chart | trellis plot | facets | small multiples by | small multiples for | small multiples for each | small multiples per | small multiple for each | small multiple per | as small multiples by | as small multiples for each | faceted by | facetted by | facet by | facets by | faceted on | trellis by | trellised by | panels by | panels for | a panel for each | a panel per | one panel for each | one panel per | separate panels for | separate panels for each | in separate panels by | in separate panels for each | panels for each | separate columns for | separate columns for each | in separate columns by | in separate columns for each | separate charts for | separate charts for each | a separate chart for each | one chart for each | one chart per | a chart for each | a chart per | separate plots for each | a separate plot for each | separate graphs for each | a separate graph for each | one graph per | one graph for each | individual charts for each',
})
export const numberWords: ReadonlyMap<string, number> = new Map(
  Object.entries({
    zero: 0,
    one: 1,
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    eleven: 11,
    twelve: 12,
    thirteen: 13,
    fourteen: 14,
    fifteen: 15,
    sixteen: 16,
    seventeen: 17,
    eighteen: 18,
    nineteen: 19,
    twenty: 20,
    thirty: 30,
    forty: 40,
    fifty: 50,
    sixty: 60,
    seventy: 70,
    eighty: 80,
    ninety: 90,
    dozen: 12,
  }),
)
/** What may be said of a yes-or-no dimension. */
export const answers: ReadonlyMap<string, boolean> = new Map([
  ['yes', true],
  ['true', true],
  ['no', false],
  ['false', false],
])
/** Ordinals in letters and digits. */
export const ordinals: ReadonlyMap<string, number> = new Map([
  ...'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'
    .split(' ')
    .map((word, at) => [word, at + 1] as const),
  ...Array.from({ length: 99 }, (_, at) => {
    const number = at + 1
    const ending = { 1: 'st', 2: 'nd', 3: 'rd' }[Math.floor((number % 100) / 10) === 1 ? 0 : number % 10] ?? 'th'
    return [`${number}${ending}`, number] as const
  }),
])
export const multipliers: ReadonlyMap<string, number> = new Map(
  Object.entries({
    hundred: 100,
    thousand: 1e3,
    million: 1e6,
    billion: 1e9,
    k: 1e3,
    m: 1e6,
    mn: 1e6,
    mio: 1e6,
    mil: 1e6,
    bn: 1e9,
    b: 1e9,
    grand: 1e3,
    thousands: 1e3,
    millions: 1e6,
    billions: 1e9,
  }),
)
export const percentWords = list('percent pct % percentage')
export const currencyWords = list(
  'dollar dollars usd euro euros eur pound pounds gbp bucks chf yen jpy franc francs $ € £ ¥ cent cents',
)
/** What money is called → its code. */
export const currencies: ReadonlyMap<string, string> = new Map(
  Object.entries({
    dollars: 'USD',
    usd: 'USD',
    euros: 'EUR',
    euro: 'EUR',
    eur: 'EUR',
    pounds: 'GBP',
    gbp: 'GBP',
    sterling: 'GBP',
    francs: 'CHF',
    chf: 'CHF',
    yen: 'JPY',
    jpy: 'JPY',
  }),
)
/** Units of time that may follow a number: seconds they last. */
export const durationUnits: ReadonlyMap<string, number> = new Map(
  Object.entries({
    second: 1,
    seconds: 1,
    sec: 1,
    secs: 1,
    s: 1,
    minute: 60,
    minutes: 60,
    mins: 60,
    hour: 3600,
    hours: 3600,
    hrs: 3600,
    day: 86400,
    days: 86400,
    week: 604800,
    weeks: 604800,
  }),
)

export const monthNames: ReadonlyMap<string, number> = new Map(
  'january jan february feb march mar april apr may may june jun july jul august aug september sep october oct november nov december dec'
    .split(' ')
    .map((word, at) => [word, Math.floor(at / 2) + 1] as const)
    .concat([['sept', 9]]),
)
export const weekdayNames: ReadonlyMap<string, number> = new Map(
  'monday mon tuesday tue wednesday wed thursday thu friday fri saturday sat sunday sun'
    .split(' ')
    .map((word, at) => [word, Math.floor(at / 2) + 1] as const)
    .concat([
      ['tues', 2],
      ['thur', 4],
      ['thurs', 4],
    ]),
)

export const textTests: ReadonlyMap<string, 'contains' | 'starts_with' | 'ends_with'> = table({
  contains: 'containing | contains | contain | including the word | with the word | includes the word',
  starts_with: 'starting with | starts with | start with | beginning with | begins with | begin with',
  ends_with: 'ending with | ends with | end with | ending in | ends in',
})

/** Single words that phrases for periods are made of. */
export const calendarWords: ReadonlySet<string> = new Set([
  ...monthNames.keys(),
  ...weekdayNames.keys(),
  ...wordsOfCalendar,
  ...list(
    'today yesterday tomorrow last previous past prior this current next ago since until till before after between quarter quarters half halves week weeks month months year years day days hour hours fiscal financial calendar full complete first second third fourth weekend noon midnight history couple onwards beginning start',
  ),
])
/** Too short in meaning or too near to other words to correct towards. */
export const wordsOfOneUse: ReadonlySet<string> = list(
  'plus over under most least mean more less were when been them then than that this they does done sold sell view like look here there what with from into upon also such some many much line bars area rank sort main play page pages cost costs sale rate rates',
)

/** Words that shape a sentence and carry nothing by themselves: they need no part of a plan to account for them. */
export const structureWords: ReadonlySet<string> = new Set([
  ...functionWords,
  ...[...splitters, ...dividers, ...joiners, ...relatives].flatMap((phrase) => phrase.split(' ')),
  'wise',
])

/** Runs of words that are mere courtesy, though one of them alone may mean something. */
export const courtesies: ReadonlySet<string> = new Set(
  phrases(
    'quick one | quick question | kind of | kinds of | type of | types of | sort of | sorts of | the result | the results | show the result | show the results | display the result | display the results | return the result | return the results | as the result | attribute | the attribute | pull up | bring up | look up | call up | pull out | send me | send us | send over | send me over | are you able to | able to | if possible | if available | if you can | if you could | if you may | good morning | good afternoon | good evening | good day | update me on | brief me on | hit me with | walk me through | take me through | talk me through | so far | until now | up to now | break down | breaks down | drill down | may i | may we | if i may | as of now | right now | at the moment',
  ),
)

/** Parts of names of dimensions that say where something comes from or goes to. */
export const directions: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['from', list('from origin source departure depart sender start starting pickup supplier exporter leaving')],
  ['to', list('to destination arrival target receiver recipient end ending dropoff drop importer arriving')],
])
/** Units of measure that may follow a number. */
export const measureUnits = list(
  'km kilometers kilometres kms kg kgs kilograms kilos miles mile mi lb lbs pounds tons tonnes ton meters metres cm mm grams g litres liters gb mb tb',
)
/** Words that ask for records one by one, not for a figure of them. */
export const rowListings = list('list lists listing row rows record records')

/** Things that a number may count. */
export const thingWords = list('points items pieces units people persons')

/** Pronouns that are also names of places and departments; after these words they are pronouns. */
export const pronounsLikeNames = list('us it')
export const beforePronouns = list(
  'show give tell get let send bring help for to of with by is was does did has have about help makes make among cost costs costing earn earns earned brought brings gave gives made got gets left leaves save saves saved owe owes pay pays paid charge charged charges took takes bought sold joined visited called reached told asked between',
)

/** Common words that parts of names are made of: one of them alone names no member. Singular. */
export const plainWords = list(`
  spring summer autumn fall winter season holiday morning afternoon evening night tonight noon midnight daytime nighttime time date now peak
  small large big little tiny huge short long tall high low deep wide narrow thin thick heavy light full empty half double single extra mini maxi mega super
  new old young fresh used early late fast slow quick good better best bad worse worst great nice fine poor rich cheap expensive premium basic standard
  classic modern plain simple easy hard soft strong weak hot cold warm cool dry wet clean dirty safe smart special regular normal typical common rare
  red green blue yellow orange black white grey gray brown pink purple silver gold golden dark bright clear
  first second third last next previous final main other another same different similar own open closed active inactive public private local
  global international national domestic foreign central north south east west northern southern eastern western upper lower left right top bottom front back
  day week month year hour minute home house work office school shop store market street road city town country land world earth water air fire
  man woman men women child children kid baby boy girl family friend people person customer client user member guest visitor buyer seller
  employee staff team group company business partner manager size weight price value number amount count total level type kind sort class
  set pack box case bag bottle piece part item product service order sale return delivery shipping express free return returning repeat loyal
  one two three four five six seven eight nine ten online offline direct indirect natural organic real true false
  play run runner walk ride drive read write eat drink sleep wake wear cook sing dance travel care health life love style fashion beauty
  dress shoe boot shirt coat hat book game toy food tea coffee chair table bed lamp desk phone computer car bike music film art sport
  pro plus max light lite edition version series model collection
`)
