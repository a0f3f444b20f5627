import type { ApiServer } from './api-server.ts'
import { addAccounts } from './routes/accounts.ts'
import { addAdmissionsAnswers } from './routes/admissions-answers.ts'
import { addAdmissionsAttachmentFiles } from './routes/admissions-attachment-files.ts'
import { addAdmissionsCampaigns } from './routes/admissions-campaigns.ts'
import { addAdmissionsDestructions } from './routes/admissions-destructions.ts'
import { addAdmissionsDossiers } from './routes/admissions-dossiers.ts'
import { addAdmissionsFeeding } from './routes/admissions-feeding.ts'
import { addAdmissionsForms } from './routes/admissions-forms.ts'
import { addAdmissionsLoads } from './routes/admissions-loads.ts'
import { addAdmissionsMailTemplates } from './routes/admissions-mail-templates.ts'
import { addAdmissionsMaintenance } from './routes/admissions-maintenance.ts'
import { addAdmissionsManagers } from './routes/admissions-managers.ts'
import { addAdmissionsOpi } from './routes/admissions-opi.ts'
import { addAdmissionsOpiAttachments } from './routes/admissions-opi-attachments.ts'
import { addAdmissionsOpiFiles } from './routes/admissions-opi-files.ts'
import { addAdmissionsReferenceTables } from './routes/admissions-reference-tables.ts'
import { addAlerts } from './routes/alerts.ts'
import { addAudit } from './routes/audit.ts'
import { addBatches } from './routes/batches.ts'
import { addCandidate } from './routes/candidate.ts'
import { addEvents } from './routes/events.ts'
import { addExternalSignIn } from './routes/external-sign-in.ts'
import { addFirstSteps } from './routes/first-steps.ts'
import { addHealthAppointments } from './routes/health-appointments.ts'
import { addHealthConsultations } from './routes/health-consultations.ts'
import { addHealthDuplicates } from './routes/health-duplicates.ts'
import { addHealthFollowUpEditions } from './routes/health-follow-up-editions.ts'
import { addHealthFollowUps } from './routes/health-follow-ups.ts'
import { addHealthLetters } from './routes/health-letters.ts'
import { addHealthLoads } from './routes/health-loads.ts'
import { addHealthScan } from './routes/health-scan.ts'
import { addHealthStatistics } from './routes/health-statistics.ts'
import { addHealthStudents } from './routes/health-students.ts'
import { addHealthVaccines } from './routes/health-vaccines.ts'
import { addImportModels } from './routes/import-models.ts'
import { addImports } from './routes/imports.ts'
import { addInvitations } from './routes/invitations.ts'
import { addLearningCourses } from './routes/learning-courses.ts'
import { addLearningDrop } from './routes/learning-drop.ts'
import { addLearningExchanges } from './routes/learning-exchanges.ts'
import { addLearningFilePreview } from './routes/learning-file-preview.ts'
import { addLearningFiles } from './routes/learning-files.ts'
import { addLearningTools } from './routes/learning-tools.ts'
import { addMaintenance } from './routes/maintenance.ts'
import { addNights } from './routes/nights.ts'
import { addNomenclatures } from './routes/nomenclatures.ts'
import { addOwnAccount } from './routes/own-account.ts'
import { addPreferences } from './routes/preferences.ts'
import { addRunFiles } from './routes/run-files.ts'
import { addRuns } from './routes/runs.ts'
import { addSchedules } from './routes/schedules.ts'
import { addSession } from './routes/session.ts'
import { addSettings } from './routes/settings.ts'
import { addSystem } from './routes/system.ts'
import { addUploads } from './routes/uploads.ts'
import type { ApiServices } from './services.ts'
import { signInProviders } from './sign-in/providers.ts'

/** The API's table of contents: one file a resource. */
export async function addRoutes(server: ApiServer, services: ApiServices): Promise<void> {
  const providers = signInProviders(services.installation.configuration)
  addSession(server, services, providers)
  addInvitations(server, services)
  addOwnAccount(server, services)
  addPreferences(server, services)
  addAccounts(server, services)
  addAudit(server, services)
  addMaintenance(server, services)
  addBatches(server, services)
  addSchedules(server, services)
  addNights(server, services)
  addRuns(server, services)
  addRunFiles(server, services)
  addEvents(server, services)
  addSettings(server, services)
  addSystem(server, services)
  addFirstSteps(server, services)
  addUploads(server, services)
  addImports(server, services)
  addImportModels(server, services)
  addNomenclatures(server, services)
  addAdmissionsOpi(server, services)
  addAdmissionsOpiAttachments(server, services)
  addAdmissionsOpiFiles(server, services)
  addHealthAppointments(server, services)
  addHealthConsultations(server, services)
  addHealthLetters(server, services)
  addHealthScan(server, services)
  addHealthStudents(server, services)
  addHealthLoads(server, services)
  addAdmissionsLoads(server, services)
  addHealthFollowUps(server, services)
  addHealthFollowUpEditions(server, services)
  addHealthDuplicates(server, services)
  addHealthVaccines(server, services)
  addHealthStatistics(server, services)
  addLearningTools(server, services)
  addLearningExchanges(server, services)
  addLearningFiles(server, services)
  addLearningFilePreview(server, services)
  addLearningDrop(server, services)
  addLearningCourses(server, services)
  addAdmissionsMaintenance(server, services)
  addAdmissionsMailTemplates(server, services)
  addAdmissionsCampaigns(server, services)
  addAdmissionsDestructions(server, services)
  addAdmissionsAnswers(server, services)
  addAdmissionsDossiers(server, services)
  addAdmissionsFeeding(server, services)
  addAdmissionsForms(server, services)
  addAdmissionsManagers(server, services)
  addAdmissionsAttachmentFiles(server, services)
  addAdmissionsReferenceTables(server, services)
  addCandidate(server, services)
  addAlerts(server, services)
  addExternalSignIn(server, services, providers)
}
