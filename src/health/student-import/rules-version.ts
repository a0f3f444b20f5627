/**
 * Raise this when a change of the rules could give a line another outcome or another record: the marks of all
 * lines then count no longer, and the next import reads every line anew.
 */
export const rulesVersion = 1
