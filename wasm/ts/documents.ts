// The documents of the command line by name. Their types are generated from the schemas that the library is tested with.

import type { Cases as CasesDocument } from "./generated/cases.ts";
import type { Inspection } from "./generated/inspection.ts";
import type { Manifest } from "./generated/manifest.ts";

export type { Alert } from "./generated/alert.ts";
export type { Finding } from "./generated/finding.ts";
export type { Inspection } from "./generated/inspection.ts";
export type { Manifest } from "./generated/manifest.ts";
export type { Match } from "./generated/match.ts";
export type { Owners } from "./generated/owners.ts";
export type { Cases as CasesDocument } from "./generated/cases.ts";

/** A case with its detail. */
export type Case = CasesDocument["cases"][number];
/** A file of transactions, in the manifest. */
export type Input = Manifest["inputs"][number];
/** The accounts files, in the manifest. */
export type Accounts = NonNullable<Manifest["accounts"]>;
/** A file of parties, in the inspection. */
export type PartyInput = NonNullable<Inspection["parties"]>["files"][number];
