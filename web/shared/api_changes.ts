/** JSON of the change log. */
import type { Page } from "./api.ts";

/** One change: who, when, before and after. */
export interface ChangeJson {
  readonly id: string;
  readonly at: string;
  /** Id of the member of staff, or `system`. */
  readonly by: string;
  readonly byName: string | null;
  /** `unit.created`, `staff.moved`, `campaign.paused`, … */
  readonly action: string;
  /** `unit/jx.3601`, `staff/staff-bank`, `campaign/V1StG…`, … */
  readonly subject: string;
  readonly unit: string;
  /** Fields as they were; null for what is new. */
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

/** `GET /api/v1/changes?subject&by&after&limit`: in scope, newest first. */
export interface ChangeListJson extends Page<ChangeJson> {
  /** Until when the changes of campaigns are in it; null where the projector has said nothing yet. */
  readonly asOf: string | null;
}
