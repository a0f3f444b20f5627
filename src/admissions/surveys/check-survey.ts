import type { SurveyConnection } from '../../platform/connections.ts'
import type { RemoteSurvey } from './remote-control/survey-session.ts'
import { openSurveySession } from './remote-control/survey-session.ts'

/** Whether LimeSurvey shows a survey of this identifier to our account. Throws `SurveyFailure`. */
export async function checkSurvey(
  connection: SurveyConnection,
  surveyId: number,
  signal: AbortSignal,
): Promise<RemoteSurvey | null> {
  // Somebody waits at a screen.
  const session = await openSurveySession(connection, { signal, readTimeoutMs: 15_000 })
  try {
    const surveys = await session.listSurveys()
    return surveys.find((survey) => survey.surveyId === surveyId) ?? null
  } finally {
    await session.release()
  }
}
