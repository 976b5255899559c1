// All that the package gives beside the way of starting a worker.

export { QuipuError, type FailureDetails } from "./error.ts";
export { Session, type OpenOptions } from "./session.ts";
export type * from "./documents.ts";
export type * from "./generated/views.ts";
export type * from "./options.ts";
export type { Module, Progress } from "./protocol.ts";
