// biome-ignore-all lint/suspicious/noTemplateCurlyInString: marks of the mail templates
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isUnusable, renderMail } from './compose-mail.ts'
import { escapeHtml, htmlBody } from './html-body.ts'
import { applicationValues, dateInWords, decisionVariables } from './mail-values.ts'
import { shippedTemplates } from './shipped-templates.ts'
import { fillBody, fillSubject, fillText, parseTemplateText } from './template-text.ts'

const facts = {
  dossierNo: 'T0000001',
  civility: 'Mme',
  firstName: 'Zoé',
  lastName: 'TESTUN',
  formationCode: 'L1-ESSAI',
  formationLabel: 'Licence d’essai',
  commissionLabel: 'Commission de test',
  campaignLabel: 'Campagne 2026',
}

test('variables, blocks, blocks in blocks', () => {
  const text = parseTemplateText('A ${x}${if:y} et ${y}${if:z} puis ${z}${endif}${endif}.')
  expect(text.faults).toEqual([])
  expect([...text.names]).toEqual(['x', 'y', 'z'])
  expect(fillText(text, { x: '1', y: '2', z: '3' })).toBe('A 1 et 2 puis 3.')
  expect(fillText(text, { x: '1', y: '2' })).toBe('A 1 et 2.')
  expect(fillText(text, { x: '1', z: '3' })).toBe('A 1.')
})

test('faults say what to do', () => {
  const faults = (text: string) => parseTemplateText(text).faults.map(({ fr }) => fr)
  expect(faults('${endif}')).toEqual(['${endif} ne ferme aucun bloc : il en manque le ${if:…}.'])
  expect(faults('${if:x}')).toEqual(['Le bloc ${if:x} n’est pas fermé : ajoutez ${endif} à sa fin.'])
  expect(faults('${a b}')).toEqual(['${a b} ne se remplace pas.'])
  expect(faults('${x')).toEqual(['Un ${ est ouvert sans être fermé par }.'])
  expect(faults('1 $ et { }')).toEqual([])
})

test('71: a label with $1, a backslash, marks or markup is its letters, in text and HTML', () => {
  const label = 'Licence $1 $& $$ \\1 \\ ${candidat.nom} <b>"d\'essai"</b> & Cie'
  for (const template of shippedTemplates) {
    const mail = renderMail(template, {
      to: ['testun@example.org'],
      language: 'fr',
      values: applicationValues({ ...facts, formationLabel: label }, 'fr'),
    })
    if (!template.fr.body.includes('${formation.libelle}')) continue
    expect(mail.text).toContain(label)
    expect(mail.html).toContain(escapeHtml(label))
    expect(mail.html).not.toContain('<b>')
    if (template.fr.subject.includes('${formation.libelle}')) expect(mail.subject).toContain(label)
  }
})

test('71: whatever a value holds, the text is what stands around it and the value', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('$', '1', '&', '\\', '{', '}', 'x', '`', "'", '<', 'é') }),
      (value) => {
        const text = parseTemplateText('avant|${x}|après')
        expect(fillText(text, { x: value })).toBe(`avant|${value}|après`)
        expect(htmlBody(value, '', 'fr')).toContain(escapeHtml(value))
      },
    ),
  )
})

test('a subject is one line whatever its values hold', () => {
  expect(fillSubject(parseTemplateText('Sur ${x}'), { x: 'a\r\nBcc: testun@example.org' })).toBe(
    'Sur a Bcc: testun@example.org',
  )
})

test('what is left out leaves one blank line', () => {
  expect(fillBody(parseTemplateText('a\n\n${if:x}b\n${endif}\n\nc\n'), {})).toBe('a\n\nc')
})

test('the delivered templates are without fault in both languages and use only what they document', () => {
  for (const template of shippedTemplates)
    for (const words of [template.fr, template.en])
      for (const text of [words.subject, words.body]) {
        const { faults, names } = parseTemplateText(text)
        expect(faults).toEqual([])
        expect([...names].filter((name) => !Object.hasOwn(template.variables, name))).toEqual([])
      }
  expect(Object.keys(applicationValues(facts, 'fr')).sort()).toEqual(Object.keys(decisionVariables).sort())
})

test('languages: English, French, and French for any other', () => {
  const template = shippedTemplates.find(({ code }) => code === 'CANDIDATURE_RELANCE_FAVO')!
  const mail = (language: string) =>
    renderMail(template, {
      to: ['testun@example.org'],
      language,
      values: applicationValues({ ...facts, deadline: '2026-06-01' }, language),
    })
  expect(mail('en').text).toContain('until Monday, 1 June 2026, that day included')
  expect(mail('fr').text).toContain('jusqu’au lundi 1er juin 2026 inclus')
  expect(mail('es')).toEqual(mail('fr'))
  expect(mail('en').html).toContain('<html lang="en">')
  expect(dateInWords('2026-06-30', 'fr')).toBe('mardi 30 juin 2026')
  expect(isUnusable(mail('fr'))).toBe(false)
})
