/**
 * Lines passed over because of their marks, as long as lines of the same set may still concern their students.
 * Growable typed arrays: a set of a nightly file skips hundreds of thousands.
 */
export class SkippedLines {
  count = 0
  private students = new Float64Array(4096)
  private numbers = new Int32Array(4096)
  private offsets = new Float64Array(4096)
  private lengths = new Int32Array(4096)

  /** `offset` and `length` say where the line lies in the file, its line end included. */
  add(student: number, number: number, offset: number, length: number): void {
    if (this.count === this.numbers.length) this.grow()
    this.students[this.count] = student
    this.numbers[this.count] = number
    this.offsets[this.count] = offset
    this.lengths[this.count] = length
    this.count++
  }

  eachStudent(action: (student: number) => void): void {
    for (let index = 0; index < this.count; index++) action(this.students[index]!)
  }

  clear(): void {
    this.count = 0
  }

  /** Takes out the lines whose student is one of `students`: they must be read after all. */
  takeOf(students: ReadonlySet<number>): { number: number; offset: number; length: number }[] {
    const taken: { number: number; offset: number; length: number }[] = []
    let kept = 0
    for (let index = 0; index < this.count; index++) {
      if (students.has(this.students[index]!)) {
        taken.push({
          number: this.numbers[index]!,
          offset: this.offsets[index]!,
          length: this.lengths[index]!,
        })
        continue
      }
      this.students[kept] = this.students[index]!
      this.numbers[kept] = this.numbers[index]!
      this.offsets[kept] = this.offsets[index]!
      this.lengths[kept] = this.lengths[index]!
      kept++
    }
    this.count = kept
    return taken
  }

  private grow(): void {
    const size = this.numbers.length * 2
    this.students = copied(this.students, new Float64Array(size))
    this.numbers = copied(this.numbers, new Int32Array(size))
    this.offsets = copied(this.offsets, new Float64Array(size))
    this.lengths = copied(this.lengths, new Int32Array(size))
  }
}

function copied<T extends Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>>(from: T, to: T): T {
  to.set(from)
  return to
}
