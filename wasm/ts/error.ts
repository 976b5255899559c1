// What goes wrong, in one shape on both sides of the worker.

/** What a failed call is told as. */
export interface FailureDetails {
  /** A short name, for programs: `missing-role`, `nothing-readable`, `bad-parameters`, `panic` ... */
  kind: string;
  /** The file at fault; empty when none is. */
  input: string;
  /** The line in it, from 1; 0 when none is at fault. */
  line: number;
  /** The column of the line, from 1; 0 when none is at fault. */
  column: number;
  /** What to do about it; may be several lines, empty when there is nothing to say. */
  hint: string;
}

/** Every failure of this package. */
export class QuipuError extends Error implements FailureDetails {
  readonly kind: string;
  readonly input: string;
  readonly line: number;
  readonly column: number;
  readonly hint: string;

  constructor(message: string, details: Partial<FailureDetails> & { kind: string }) {
    super(message);
    this.name = "QuipuError";
    this.kind = details.kind;
    this.input = details.input ?? "";
    this.line = details.line ?? 0;
    this.column = details.column ?? 0;
    this.hint = details.hint ?? "";
  }

  /** The place, the message and the hint, as the command line prints them. */
  override toString(): string {
    const line = this.line > 0 ? `:${this.line}` : "";
    const place = this.input === "" ? "" : `${this.input}${line}: `;
    return `${place}${this.message}${this.hint === "" ? "" : `\n${this.hint}`}`;
  }
}

/** A failure as it crosses from the worker. */
export interface Failure extends FailureDetails {
  message: string;
  /** Whether the module is of no use any more. */
  fatal: boolean;
}

/** What was thrown in the worker. What is not of Quipu's making is a panic: the module's memory is in doubt. */
export function failureOf(thrown: unknown): Failure {
  const error = thrown as Partial<Failure> & { name?: string };
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (error?.name === "QuipuError" && typeof error.kind === "string") {
    const { kind, input = "", line = 0, column = 0, hint = "", fatal = false } = error;
    return { kind, message, input, line, column, hint, fatal };
  }
  const memory = thrown instanceof RangeError || /out of memory|unreachable/.test(message);
  const hint = memory ? "the data may be more than the memory of a page holds (4 GB)" : "this is a mistake in Quipu: please report it";
  return { kind: "panic", message, input: "", line: 0, column: 0, hint, fatal: true };
}
