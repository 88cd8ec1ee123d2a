import { expect, test } from 'vitest'
import { inShort, mindOf, planOf } from './ask-in-tests.ts'
import { hospital } from './catalogs.ts'

const mind = mindOf(hospital)

test.for([
  ['visits by ward', 'visits by ward'],
  ['how many patients last month', 'patients from 2026-10-01 to 2026-11-01'],
  ['average length of stay by ward', 'length_of_stay by ward'],
  ['median wait', 'waiting_time'],
  ['mean waiting time in a&e', 'average(waiting_time) where ward=A&E'],
  ['a & e visits yesterday', 'visits where ward=A&E from 2026-11-20 to 2026-11-21'],
  [
    'maternity admissions this year by month',
    'rows(visits) by month where ward=Maternity from 2026-01-01 to 2027-01-01 so far',
  ],
  ['readmission rate by department, worst first', 'readmission_rate by ward order 0.value down'],
  ['which ward has the longest waiting time', 'waiting_time by ward order 0.value down limit 1'],
  ['which doctor has the most visits', 'visits by doctor order 0.value down limit 1'],
  ['dr weiss visits', 'visits where doctor=Dr. Jon Weiss'],
  ['stroke vs sepsis visits', 'visits by diagnosis where diagnosis=Stroke|Sepsis'],
  ['visits with age over 65', 'visits where age over 65'],
  ['average age by ward', 'average(age) by ward'],
  ['distribution of age', 'rows histogram of age'],
  ['bed occupancy', 'occupied_beds'],
  ['occupied beds yesterday by ward', 'occupied_beds by ward from 2026-11-20 to 2026-11-21'],
  ['bed occupancy trend this month', 'occupied_beds by day from 2026-11-01 to 2026-12-01 so far'],
  ['bed utilisation by ward last week', 'bed_utilisation by ward from 2026-11-09 to 2026-11-16'],
  ['triage level 1 visits by ward', 'visits by ward where triage=1'],
  ['insured visits', 'visits where insured=true'],
  ['visits without insurance', 'visits where insured=false'],
  ['uninsured visits', 'visits where insured=false'],
  ['spend per visit', 'treatment_cost/visits'],
  ['treatment cost per patient', 'treatment_cost/patients'],
  ['busiest hour for visits', 'visits by hour_of_day order 0.value down limit 1'],
  ['visits and treatment cost by ward', 'visits+treatment_cost by ward'],
  ['length of stay and bed occupancy by ward', 'length_of_stay+occupied_beds by ward'],
  ['wards with waiting time over 4 hours', 'waiting_time by ward having 0.value over 240'],
  ['days with more than 200 visits', 'visits by day having 0.value over 200'],
  [
    'how many days had more than 200 visits this year',
    'visits count by day having 0.value over 200 from 2026-01-01 to 2027-01-01 so far',
  ],
  ['on how many days was bed occupancy over 500', 'occupied_beds count by day having 0.value over 500'],
  ['admissions at weekends', 'rows(visits) where day_of_week=6|7'],
  [
    'intensive care visits in Q1 2026 vs Q1 2025',
    'visits where ward=Intensive Care from 2026-01-01 to 2026-04-01 vs period 2025-01-01 to 2025-04-01',
  ],
  ['cost by ward for paediatrics and maternity', 'treatment_cost by ward where ward=Paediatrics|Maternity'],
  ['chest pain los', 'length_of_stay where diagnosis=Chest pain'],
  ['visits in the first half of november by ward', 'visits by ward from 2026-11-01 to 2026-11-16'],
  ['longest stay by ward', 'max(length_of_stay) by ward'],
  ['visits per doctor last week, top 3', 'visits by doctor from 2026-11-09 to 2026-11-16 order 0.value down limit 3'],
  [
    'wards where visits dropped more than 10% last month',
    'visits by ward having 0.change_percent under -0.1 from 2026-10-01 to 2026-11-01 vs previous 2026-09-01 to 2026-10-01',
  ],
  ["what's the trend in readmission rate", 'readmission_rate by month'],
  ['show me a heat map of visits by weekday and hour of day', 'visits by day_of_week,hour_of_day as heatmap'],
  ['visits with triage level 1 or 2', 'visits where triage=1|2'],
  ['visits yesterday at 3pm', 'visits from 2026-11-20T15:00 to 2026-11-20T16:00'],
  [
    'cardiology cost this month vs last month',
    'treatment_cost where ward=Cardiology from 2026-11-01 to 2026-12-01 so far vs previous 2026-10-01 to 2026-10-21T13:05',
  ],
  ['which days had over 300 visits', 'visits by day having 0.value over 300'],
  [
    'cumulative treatment cost this year by month',
    'treatment_cost by month from 2026-01-01 to 2027-01-01 so far running',
  ],
] as const)('a hospital understands "%s"', async ([text, expected]) => {
  expect(inShort(await planOf(mind, text))).toBe(expected)
})
