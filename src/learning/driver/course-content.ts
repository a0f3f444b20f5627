/** What a model gives to a course: from another course, or from a backup (`.mbz`). Never anybody's data. */
export interface CourseContent {
  readonly sections: readonly { readonly position: number; readonly name: string; readonly summary: string }[]
}
