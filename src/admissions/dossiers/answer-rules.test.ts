import { expect, test } from 'vitest'
import { type AnswerFacts, answersOffered, judgeAnswer } from './answer-rules.ts'

const facts: AnswerFacts = {
  accepted: null,
  cancelled: false,
  campaignOpen: true,
  favourable: true,
  deadline: '2026-06-30',
}

test('until the deadline, that day included, a favourable decision may be confirmed or given up', () => {
  expect(judgeAnswer(facts, true, '2026-06-30')).toBe('allowed')
  expect(judgeAnswer(facts, false, '2026-06-30')).toBe('allowed')
  expect(judgeAnswer(facts, true, '2026-07-01')).toBe('deadline-passed')
  expect(judgeAnswer(facts, false, '2026-07-01')).toBe('deadline-passed')
  expect(judgeAnswer({ ...facts, deadline: null }, true, '2036-01-01')).toBe('allowed')
})

test('who confirmed may withdraw later; who withdrew cannot come back', () => {
  expect(judgeAnswer({ ...facts, accepted: true }, false, '2026-08-01')).toBe('allowed')
  expect(judgeAnswer({ ...facts, accepted: true }, true, '2026-08-01')).toBe('already')
  expect(judgeAnswer({ ...facts, accepted: false }, true, '2026-06-01')).toBe('withdrawn')
  expect(judgeAnswer({ ...facts, accepted: false }, false, '2026-06-01')).toBe('already')
})

test('nothing is answered without a favourable decision, once cancelled, or in a closed campaign', () => {
  expect(judgeAnswer({ ...facts, favourable: false }, true, '2026-06-01')).toBe('not-favourable')
  expect(judgeAnswer({ ...facts, cancelled: true }, true, '2026-06-01')).toBe('cancelled')
  expect(judgeAnswer({ ...facts, campaignOpen: false }, true, '2026-06-01')).toBe('campaign-closed')
  expect(answersOffered({ ...facts, accepted: true }, '2026-06-01')).toEqual({
    confirm: false,
    withdraw: true,
  })
})
