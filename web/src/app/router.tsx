import { createBrowserRouter, type RouteObject } from 'react-router'
import { patterns } from '../lib/paths.ts'
import { NotFound } from './not-found.tsx'
import { Outside } from './outside.tsx'
import { PageLoading } from './page-loading.tsx'
import { Root } from './root.tsx'
import { RouteFailure } from './route-failure.tsx'
import { Shell } from './shell/shell.tsx'
import { SignedIn } from './signed-in.tsx'

/** Table of contents of the back-office. Every page is a chunk of its own. */
const pages: RouteObject[] = [
  {
    path: patterns.night,
    lazy: async () => ({ Component: (await import('../features/night/night-page.tsx')).NightPage }),
  },
  {
    path: patterns.nightOf,
    lazy: async () => ({ Component: (await import('../features/night/night-page.tsx')).NightPage }),
  },
  {
    path: patterns.batches,
    lazy: async () => ({ Component: (await import('../features/batches/batches-page.tsx')).BatchesPage }),
  },
  {
    path: patterns.batch,
    lazy: async () => ({ Component: (await import('../features/batches/batch-page.tsx')).BatchPage }),
  },
  {
    path: patterns.instant,
    lazy: async () => ({ Component: (await import('../features/batches/instant-page.tsx')).InstantPage }),
  },
  {
    path: patterns.run,
    lazy: async () => ({ Component: (await import('../features/runs/run-page.tsx')).RunPage }),
  },
  {
    path: patterns.imports,
    lazy: async () => ({ Component: (await import('../features/imports/imports-page.tsx')).ImportsPage }),
  },
  {
    path: patterns.importReport,
    lazy: async () => ({
      Component: (await import('../features/imports/import-report-page.tsx')).ImportReportPage,
    }),
  },
  {
    path: patterns.importModels,
    lazy: async () => ({
      Component: (await import('../features/import-models/import-models-page.tsx')).ImportModelsPage,
    }),
  },
  {
    path: patterns.nomenclatures,
    lazy: async () => ({
      Component: (await import('../features/nomenclatures/nomenclatures-page.tsx')).NomenclaturesPage,
    }),
  },
  {
    path: patterns.followUps,
    lazy: async () => ({
      Component: (await import('../features/follow-ups/follow-ups-page.tsx')).FollowUpsPage,
    }),
  },
  {
    path: patterns.letterTemplates,
    lazy: async () => ({
      Component: (await import('../features/letter-templates/letter-templates-page.tsx')).LetterTemplatesPage,
    }),
  },
  {
    path: patterns.letterTemplate,
    lazy: async () => ({
      Component: (await import('../features/letter-templates/letter-template-page.tsx')).LetterTemplatePage,
    }),
  },
  {
    path: patterns.appointments,
    lazy: async () => ({
      Component: (await import('../features/appointments/appointments-page.tsx')).AppointmentsPage,
    }),
  },
  {
    path: patterns.appointmentMotives,
    lazy: async () => ({
      Component: (await import('../features/appointment-motives/appointment-motives-page.tsx'))
        .AppointmentMotivesPage,
    }),
  },
  {
    path: patterns.consultations,
    lazy: async () => ({
      Component: (await import('../features/consultations/consultations-page.tsx')).ConsultationsPage,
    }),
  },
  {
    path: patterns.scanBasket,
    lazy: async () => ({
      Component: (await import('../features/scan-basket/scan-basket-page.tsx')).ScanBasketPage,
    }),
  },
  {
    path: patterns.duplicates,
    lazy: async () => ({
      Component: (await import('../features/duplicates/duplicates-page.tsx')).DuplicatesPage,
    }),
  },
  {
    path: patterns.duplicateGroup,
    lazy: async () => ({
      Component: (await import('../features/duplicates/duplicate-group-page.tsx')).DuplicateGroupPage,
    }),
  },
  {
    path: patterns.merges,
    lazy: async () => ({ Component: (await import('../features/duplicates/merges-page.tsx')).MergesPage }),
  },
  {
    path: patterns.vaccines,
    lazy: async () => ({ Component: (await import('../features/vaccines/vaccines-page.tsx')).VaccinesPage }),
  },
  {
    path: patterns.statistics,
    lazy: async () => ({
      Component: (await import('../features/statistics/statistics-page.tsx')).StatisticsPage,
    }),
  },
  {
    path: patterns.statisticPush,
    lazy: async () => ({
      Component: (await import('../features/statistics/statistic-push-page.tsx')).StatisticPushPage,
    }),
  },
  {
    path: patterns.dataLoads,
    lazy: async () => ({
      Component: (await import('../features/data-loads/data-loads-page.tsx')).DataLoadsPage,
    }),
  },
  {
    path: patterns.dataLoadReport,
    lazy: async () => ({
      Component: (await import('../features/data-loads/data-load-report-page.tsx')).DataLoadReportPage,
    }),
  },
  {
    path: patterns.sync,
    lazy: async () => ({ Component: (await import('../features/sync/sync-page.tsx')).SyncPage }),
  },
  {
    path: patterns.syncTool,
    lazy: async () => ({ Component: (await import('../features/sync/tool-page.tsx')).ToolPage }),
  },
  {
    path: patterns.syncReport,
    lazy: async () => ({ Component: (await import('../features/sync/sync-report-page.tsx')).SyncReportPage }),
  },
  {
    path: patterns.emptyCategories,
    lazy: async () => ({
      Component: (await import('../features/categories/empty-categories-page.tsx')).EmptyCategoriesPage,
    }),
  },
  {
    path: patterns.courseFile,
    lazy: async () => ({
      Component: (await import('../features/course-files/course-file-page.tsx')).CourseFilePage,
    }),
  },
  {
    path: patterns.files,
    lazy: async () => ({ Component: (await import('../features/files/files-page.tsx')).FilesPage }),
  },
  {
    path: patterns.drop,
    lazy: async () => ({ Component: (await import('../features/drop/drop-page.tsx')).DropPage }),
  },
  {
    path: patterns.campaigns,
    lazy: async () => ({
      Component: (await import('../features/campaigns/campaigns-page.tsx')).CampaignsPage,
    }),
  },
  {
    path: patterns.dossiers,
    lazy: async () => ({
      Component: (await import('../features/dossiers/dossiers-page.tsx')).DossiersPage,
    }),
  },
  {
    path: patterns.opi,
    lazy: async () => ({
      Component: (await import('../features/opi/opi-page.tsx')).OpiPage,
    }),
  },
  {
    path: patterns.referenceTables,
    lazy: async () => ({
      Component: (await import('../features/reference-tables/reference-tables-page.tsx')).ReferenceTablesPage,
    }),
  },
  {
    path: patterns.forms,
    lazy: async () => ({
      Component: (await import('../features/forms/forms-page.tsx')).FormsPage,
    }),
  },
  {
    path: patterns.mailTemplates,
    lazy: async () => ({
      Component: (await import('../features/mail-templates/mail-templates-page.tsx')).MailTemplatesPage,
    }),
  },
  {
    path: patterns.managers,
    lazy: async () => ({
      Component: (await import('../features/managers/managers-page.tsx')).ManagersPage,
    }),
  },
  {
    path: patterns.destructions,
    lazy: async () => ({
      Component: (await import('../features/destructions/destructions-page.tsx')).DestructionsPage,
    }),
  },
  {
    path: patterns.admissionsLoads,
    lazy: async () => ({
      Component: (await import('../features/admissions-loads/admissions-loads-page.tsx')).AdmissionsLoadsPage,
    }),
  },
  {
    path: patterns.admissionsParameters,
    lazy: async () => ({
      Component: (await import('../features/admissions-parameters/admissions-parameters-page.tsx'))
        .AdmissionsParametersPage,
    }),
  },
  {
    path: patterns.campaign,
    lazy: async () => ({
      Component: (await import('../features/campaigns/campaign-page.tsx')).CampaignPage,
    }),
  },
  {
    path: patterns.dossier,
    lazy: async () => ({
      Component: (await import('../features/dossiers/dossier-page.tsx')).DossierPage,
    }),
  },
  {
    path: patterns.referenceTable,
    lazy: async () => ({
      Component: (await import('../features/reference-tables/reference-table-page.tsx')).ReferenceTablePage,
    }),
  },
  {
    path: patterns.form,
    lazy: async () => ({
      Component: (await import('../features/forms/form-page.tsx')).FormPage,
    }),
  },
  {
    path: patterns.mailTemplate,
    lazy: async () => ({
      Component: (await import('../features/mail-templates/mail-template-page.tsx')).MailTemplatePage,
    }),
  },
  {
    path: patterns.destruction,
    lazy: async () => ({
      Component: (await import('../features/destructions/destruction-page.tsx')).DestructionPage,
    }),
  },
  {
    path: patterns.admissionsLoadReport,
    lazy: async () => ({
      Component: (await import('../features/admissions-loads/admissions-load-report-page.tsx'))
        .AdmissionsLoadReportPage,
    }),
  },
  {
    path: patterns.settings,
    lazy: async () => ({ Component: (await import('../features/settings/settings-page.tsx')).SettingsPage }),
  },
  {
    path: patterns.accounts,
    lazy: async () => ({ Component: (await import('../features/accounts/accounts-page.tsx')).AccountsPage }),
  },
  {
    path: patterns.audit,
    lazy: async () => ({ Component: (await import('../features/audit/audit-page.tsx')).AuditPage }),
  },
  {
    path: patterns.system,
    lazy: async () => ({ Component: (await import('../features/system/system-page.tsx')).SystemPage }),
  },
  {
    path: patterns.account,
    lazy: async () => ({
      Component: (await import('../features/my-account/my-account-page.tsx')).MyAccountPage,
    }),
  },
  {
    path: patterns.firstSteps,
    lazy: async () => ({
      Component: (await import('../features/first-steps/first-steps-page.tsx')).FirstStepsPage,
    }),
  },
  { path: '*', Component: NotFound },
]

export const router = createBrowserRouter([
  {
    Component: Root,
    children: [
      {
        Component: Outside,
        ErrorBoundary: RouteFailure,
        HydrateFallback: PageLoading,
        children: [
          {
            path: patterns.signIn,
            lazy: async () => ({
              Component: (await import('../features/sign-in/sign-in-page.tsx')).SignInPage,
            }),
          },
          {
            path: patterns.invitation,
            lazy: async () => ({
              Component: (await import('../features/invitation/invitation-page.tsx')).InvitationPage,
            }),
          },
        ],
      },
      {
        ErrorBoundary: RouteFailure,
        HydrateFallback: PageLoading,
        lazy: async () => ({
          Component: (await import('../features/candidate/candidate-frame.tsx')).CandidateFrame,
        }),
        children: [
          {
            path: patterns.candidate,
            lazy: async () => ({
              Component: (await import('../features/candidate/candidate-page.tsx')).CandidatePage,
            }),
          },
          {
            path: patterns.candidateValidation,
            lazy: async () => ({
              Component: (await import('../features/candidate/validation-page.tsx')).ValidationPage,
            }),
          },
        ],
      },
      {
        Component: SignedIn,
        ErrorBoundary: RouteFailure,
        HydrateFallback: PageLoading,
        children: [
          {
            Component: Shell,
            children: [{ ErrorBoundary: RouteFailure, children: pages }],
          },
        ],
      },
    ],
  },
])
