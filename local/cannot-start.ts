/** What stands between this machine and a local run, in one sentence that says what to do. Shown without a stack trace. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
}
