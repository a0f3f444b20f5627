import { z } from 'zod'
import { instant, pageQuery, text } from './common.ts'
import { exchangeSummary } from './imports.ts'
import { runFile } from './runs.ts'
import { setting } from './settings.ts'

/** The shelves of the file manager: Fichiers de commande, Rapports, Archives, Fichiers de reprise, Journaux. */
export const shelf = z.enum(['commands', 'reports', 'archives', 'retries', 'journals']).meta({ id: 'Shelf' })
export type Shelf = z.infer<typeof shelf>

export const storedFile = z
  .object({
    shelf,
    /** Relative to its shelf, with `/` between folders. */
    name: z.string(),
    bytes: z.number().int(),
    modifiedAt: instant,
    /** The operations whose configured name or pattern takes this file (`commands` only): their `tool`. */
    takenBy: z.array(z.string()),
  })
  .meta({ id: 'StoredFile' })
export type StoredFile = z.infer<typeof storedFile>

/** One file's processing, as lists show it. */
export const syncSummary = exchangeSummary
  .extend({
    id: z.number().int(),
    tool: z.string(),
    operation: z.string(),
  })
  .meta({ id: 'SyncSummary' })
export type SyncSummary = z.infer<typeof syncSummary>

/** A file that a tool could process now. */
export const candidateFile = z.object({
  file: storedFile,
  /** Of a planned run: `next` is taken by the next one, `taken` was taken already and merely lies there, `other` matches but waits. */
  standing: z.enum(['next', 'taken', 'other']),
  takenAt: instant.nullable(),
})

export const toolSummary = z
  .object({
    tool: z.string(),
    operation: z.string(),
    label: text,
    description: text,
    /** Which batch plans it; null: by hand only. */
    batch: z
      .object({ code: z.string(), enabled: z.boolean(), plan: text, nextDueAt: instant.nullable() })
      .nullable(),
    hasHeader: z.boolean(),
    archive: z.boolean(),
    /** A real run asks for the tool's name, typed. */
    destroys: z.boolean(),
    /** Configured name or pattern, else the default. */
    fileName: z.string(),
    candidates: z.array(candidateFile),
    last: syncSummary.nullable(),
    /** A run of this tool that waits or runs. */
    activeRun: z.object({ id: z.number().int(), state: z.enum(['queued', 'running']) }).nullable(),
  })
  .meta({ id: 'SyncTool' })
export type ToolSummary = z.infer<typeof toolSummary>

/** The synthesis of the tools. */
export const toolList = z.object({
  items: z.array(toolSummary),
  /** What the platform holds. */
  counts: z.object({
    categories: z.number().int(),
    courses: z.number().int(),
    users: z.number().int(),
    enrolments: z.number().int(),
    cohorts: z.number().int(),
    groups: z.number().int(),
  }),
  /** Files on each shelf. */
  shelves: z.record(z.string(), z.number().int()),
  drop: z.object({
    waiting: z.number().int(),
    quarantined: z.number().int(),
    /** A lock that is too old, or cannot be written. */
    alarm: z.boolean(),
  }),
  /** File format and post-treatments, shared by all tools. */
  settings: z.array(setting),
})
export type ToolList = z.infer<typeof toolList>

export const toolPage = toolSummary
  .extend({
    /** Those of this tool only. */
    settings: z.array(setting),
    /** What follows the lines of its files, where the tool has its own way. */
    postTreatments: z.array(setting),
    /** What the file's header may hold, for the help of the page; empty for a file without header. */
    columns: z.object({ mandatory: z.array(z.string()), optional: z.array(z.string()) }),
    /** Newest first. */
    reports: z.array(syncSummary),
    actions: z.object({ simulate: z.boolean(), run: z.boolean(), configure: z.boolean() }),
  })
  .meta({ id: 'SyncToolPage' })
export type ToolPage = z.infer<typeof toolPage>

/** Either a stored command file, or none: the files that a planned run would take. */
export const newSync = z.object({
  file: z
    .object({ shelf: z.enum(['commands', 'retries']), name: z.string().min(1).max(400) })
    .nullable()
    .default(null),
  dryRun: z.boolean(),
  /** Over the settings, for this file. */
  separator: z.enum([';', ',']).optional(),
  encoding: z.enum(['utf-8', 'iso-8859-1']).optional(),
  /** The name of the tool, typed: for a real run of one that destroys. */
  confirmTool: z.string().max(50).optional(),
  /** The simulation whose figures were shown. */
  simulation: z.number().int().nullable().default(null),
})
export type NewSync = z.input<typeof newSync>

/** `run`: the files of one run, which may have several. */
export const syncPageQuery = pageQuery.extend({
  tool: z.string().max(50).optional(),
  run: z.coerce.number().int().positive().optional(),
})
export const syncPage = z.object({ items: z.array(syncSummary), next: z.number().int().nullable() })

export const syncReport = syncSummary
  .extend({
    label: text,
    bytes: z.number().int().nullable(),
    sha256: z.string().nullable(),
    separator: z.string(),
    encoding: z.string(),
    /** Why the whole file was refused. */
    refusals: z.array(z.object({ code: z.string(), line: z.number().int().nullable(), text })),
    /** Warnings of the file as a whole, and what was done after its lines. */
    notes: z.array(text),
    /** Messages by cause; samples with line numbers, the first of them. */
    faults: z.array(
      z.object({
        severity: z.enum(['error', 'warning']),
        code: z.string(),
        column: z.string().nullable(),
        count: z.number().int(),
        samples: z.array(z.object({ line: z.number().int(), message: z.string() })),
      }),
    ),
    hold: z.array(text),
    wouldHold: z.array(text),
    /** How the figures differ from those of the simulation that was shown before; null: they do not, or none was. */
    simulationDifference: text.nullable(),
    decidedBy: z.string().nullable(),
    decidedAt: instant.nullable(),
    appliedByRun: z.number().int().nullable(),
    /** Report, journal, retry file, archive, where they are on the shelves; null: not made, or gone. */
    outputs: z.object({
      report: z.string().nullable(),
      journal: z.string().nullable(),
      retry: z.string().nullable(),
      archive: z.string().nullable(),
    }),
    files: z.array(runFile),
    actions: z.object({ run: z.boolean(), decide: z.boolean(), readLines: z.boolean() }),
  })
  .meta({ id: 'SyncReport' })
export type SyncReport = z.infer<typeof syncReport>

export const lineOutcome = z.enum([
  'created',
  'updated',
  'unchanged',
  'partial',
  'deleted',
  'skipped',
  'rejected',
])

export const linesQuery = z.object({
  outcome: lineOutcome.optional(),
  /** Lines after this one. */
  after: z.coerce.number().int().min(0).default(0),
  size: z.coerce.number().int().min(1).max(500).default(50),
})

/** One line of the journal: what became of it and what it changed, with the values before. */
export const syncLine = z.object({
  line: z.number().int(),
  outcome: lineOutcome,
  messages: z.array(
    z.object({
      severity: z.enum(['info', 'warning', 'error']),
      code: z.string(),
      column: z.string().nullable(),
      text,
    }),
  ),
  changes: z.array(
    z.object({
      entity: z.string(),
      key: z.string(),
      field: z.string().nullable(),
      before: z.union([z.string(), z.number(), z.boolean(), z.null()]),
      after: z.union([z.string(), z.number(), z.boolean(), z.null()]),
    }),
  ),
})
export type SyncLine = z.infer<typeof syncLine>
export const syncLines = z.object({ items: z.array(syncLine), next: z.number().int().nullable() })
export type SyncLines = z.infer<typeof syncLines>

export const fileQuery = z.object({ shelf, name: z.string().min(1).max(400) })
export const fileList = z.object({
  items: z.array(storedFile),
  actions: z.object({ change: z.boolean(), download: z.boolean() }),
})
export type FileList = z.infer<typeof fileList>

/** A command file as it would be read. */
export const filePreview = z
  .object({
    file: storedFile,
    encoding: z.string(),
    separator: z.string(),
    lineEnding: z.string().nullable(),
    /** Why it would be refused, whatever the tool; empty: it reads. */
    refusals: z.array(text),
    /** Header names, or null for a file of a tool without header or of plain text. */
    header: z.array(z.string()).nullable(),
    /** The first rows, cell by cell. */
    rows: z.array(z.object({ line: z.number().int(), cells: z.array(z.string()) })),
    /** First lines as they are: of reports, journals, or what cannot be read as rows. */
    text: z.string().nullable(),
    /** More follows. */
    cut: z.boolean(),
  })
  .meta({ id: 'FilePreview' })
export type FilePreview = z.infer<typeof filePreview>

export const uploadQuery = z.object({
  /** A folder of the command files; absent: their root. */
  folder: z.string().max(200).optional(),
  /** What becomes of a file of the same name: refuse the new one, keep the old one in the archives. */
  onExisting: z.enum(['refuse', 'archive']).default('refuse'),
  /** Hexadecimal: a file with another sum is refused. */
  sha256: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/)
    .optional(),
})

export const fileMove = z.object({ shelf, name: z.string().min(1).max(400), to: z.string().min(1).max(400) })

export const reportSearchQuery = z.object({ text: z.string().min(2).max(100) })
export const reportSearch = z.object({
  items: z.array(
    z.object({ file: storedFile, lines: z.array(z.object({ line: z.number().int(), text: z.string() })) }),
  ),
  /** The search stopped at its limit. */
  cut: z.boolean(),
})

export const dropState = z
  .object({
    directory: z.string(),
    exists: z.boolean(),
    writable: z.boolean(),
    locks: z.array(
      z.object({
        name: z.enum(['lock.txt', 'alock.txt']),
        since: instant,
        /** What it says of itself: host and process of a pull. */
        owner: z.string().nullable(),
        tooOld: z.boolean(),
        alarmSentAt: instant.nullable(),
      }),
    ),
    waiting: z.array(
      z.object({
        name: z.string(),
        bytes: z.number().int(),
        modifiedAt: instant,
        /** Why it has not been taken yet. */
        why: z.enum([
          'next-pull',
          'growing',
          'locked',
          'hidden',
          'omitted',
          'partial-name',
          'no-done-marker',
          'companion',
          'left-behind',
          'directory',
          'link',
          'other',
        ]),
        /** The same in words, and more exactly. */
        text,
        /** The tools that would take it. */
        takenBy: z.array(z.string()),
      }),
    ),
    quarantined: z.array(
      z.object({ name: z.string(), bytes: z.number().int(), at: instant, reason: z.string() }),
    ),
    pulls: z.array(
      z.object({
        at: instant,
        runId: z.number().int().nullable(),
        taken: z.array(z.string()),
        left: z.number().int(),
        quarantined: z.number().int(),
        /** Why nothing was pulled; null: it was. */
        blocked: text.nullable(),
      }),
    ),
    alarms: z.array(z.object({ at: instant, text, solvedAt: instant.nullable() })),
    settings: z.array(setting),
    actions: z.object({ pull: z.boolean(), configure: z.boolean() }),
  })
  .meta({ id: 'DropState' })
export type DropState = z.infer<typeof dropState>

export const emptyCategoriesQuery = z.object({
  parentId: z.coerce.number().int().positive().optional(),
  ignoreEmptySubcategories: z.stringbool().default(false),
})
export const emptyCategories = z.object({
  items: z.array(z.object({ id: z.number().int(), path: z.string(), idnumber: z.string().nullable() })),
  parents: z.array(z.object({ id: z.number().int(), path: z.string() })),
})
export type EmptyCategories = z.infer<typeof emptyCategories>
export const deleteCategories = z.object({
  ids: z.array(z.number().int().positive()).min(1).max(10_000),
  ignoreEmptySubcategories: z.boolean().default(false),
})
export const deletedCategories = z.object({ deleted: z.number().int() })

export const courseSearchQuery = z.object({
  text: z.string().max(100).default(''),
  size: z.coerce.number().int().min(1).max(500).default(100),
})
export const courseSearch = z.object({
  items: z.array(
    z.object({
      id: z.number().int(),
      shortname: z.string(),
      fullname: z.string(),
      idnumber: z.string().nullable(),
      category: z.string(),
    }),
  ),
  total: z.number().int(),
})
export type CourseSearch = z.infer<typeof courseSearch>

export const generateFile = z.object({
  kind: z.enum(['delete', 'reset']),
  courseIds: z.array(z.number().int().positive()).min(1).max(50_000),
})
export const generatedFile = z.object({
  file: storedFile,
  /** Short names of chosen courses that are not in it: they lack the identifier that the tool goes by, or are gone. */
  leftOut: z.array(z.string()),
})
