/** What a storefront is made of beside its actor: people, templates, the catalogue. Kept, so that pages are quick. */
import type { Database } from "../../store/database.ts";
import type { Catalogue } from "../../store/catalogue/catalogue.ts";
import { lineOf } from "../../store/catalogue/rules.ts";
import { findManager, type ManagerRow } from "../../store/storefront/managers.ts";
import { type TemplateRow, templatesOf } from "../../store/storefront/templates.ts";
import type { ArticleRowJson, ProductJson } from "../../shared/api_catalogue.ts";
import { databaseOf } from "../database.ts";
import type { Accounts } from "../ports/accounts.ts";
import type { Template } from "./blocks.ts";
import type { Manager } from "./compose.ts";
import { Kept } from "./kept.ts";

const STALE_MS = 3_000;
/** Whoever is the first for so long waits for what is true now. */
const WAIT_MS = 15_000;
const LOADS_MAX = 512;
const MANAGERS_MAX = 20_000;
const TEMPLATES_MAX = 4_096;
/** Ids of staff. */
const ID_SHAPE = /^[A-Za-z0-9_-]{1,64}$/;

export interface SourcesOptions {
  readonly database: Database | null;
  readonly catalogue: Catalogue | null;
  /** Who works here where there is no database. */
  readonly accounts: Accounts;
  nowMs(): number;
}

export class Sources {
  readonly #options: SourcesOptions;
  readonly #managers: Kept<Manager | null>;
  readonly #templates: Kept<readonly Template[]>;

  constructor(options: SourcesOptions) {
    this.#options = options;
    const { nowMs } = options;
    const kept = { nowMs, staleMs: STALE_MS, waitMs: WAIT_MS, loadsMax: LOADS_MAX };
    this.#managers = new Kept({
      ...kept,
      keysMax: MANAGERS_MAX,
      load: (id) => this.#loadManager(id),
    });
    this.#templates = new Kept({
      ...kept,
      keysMax: TEMPLATES_MAX,
      load: (unit) => this.#loadTemplates(unit),
    });
  }

  /** Null: nobody has, or ever had, this id as a manager. */
  manager(id: string): Manager | null | Promise<Manager | null> {
    return ID_SHAPE.test(id) ? this.#managers.get(id) : null;
  }

  /** From the province down to `unit`. */
  templates(unit: string): readonly Template[] | Promise<readonly Template[]> {
    return this.#templates.get(unit);
  }

  /** What the manager's bank offers; nothing where the catalogue was never read. */
  async products(unit: string): Promise<readonly ProductJson[]> {
    return await this.#options.catalogue?.products(unit).catch(() => []) ?? [];
  }

  async articles(unit: string): Promise<readonly ArticleRowJson[]> {
    return await this.#options.catalogue?.articles(unit).catch(() => []) ?? [];
  }

  /** Since when the bank's data cannot be read; null: it can. */
  staleSinceMs(): number | null {
    return this.#options.database?.downSinceMs() ?? null;
  }

  /** After a change of a template. */
  templateChanged(): void {
    this.#templates.forget();
  }

  /** After a change of someone's particulars. */
  managerChanged(id: string): void {
    this.#managers.forget(id);
  }

  async #loadManager(id: string): Promise<Manager | null> {
    const { database, accounts } = this.#options;
    if (database !== null) {
      const row = await findManager(databaseOf({ database }).sql, id);
      return row === null ? null : managerOf(row);
    }
    const staff = await accounts.find(id);
    if (staff === null || staff.role !== "manager") return null;
    return {
      ...NOTHING_MORE,
      id,
      name: staff.name,
      unit: staff.unit,
      outletName: staff.unitName,
    };
  }

  async #loadTemplates(unit: string): Promise<readonly Template[]> {
    const { database } = this.#options;
    if (database === null) return [];
    return (await templatesOf(databaseOf({ database }).sql, lineOf(unit))).map(templateOf);
  }
}

/** A template in the terms of the page. */
export function templateOf(row: TemplateRow): Template {
  const { unit, unit_name: unitName, content } = row;
  return { unit, unitName, blocks: content.blocks, hours: content.hours };
}

const NOTHING_MORE = {
  title: "",
  phone: null,
  wechat: null,
  photo: null,
  bankName: "",
  address: "",
  city: "",
  hours: "",
  position: null,
  successor: null,
  serves: true,
} as const;

function managerOf(row: ManagerRow): Manager | null {
  const left = row.left_ms !== null;
  // Other staff have no storefront, but one that was theirs leads on.
  if (row.role !== "manager" && !(left && row.successor !== null)) return null;
  return {
    id: row.id,
    name: row.name,
    title: row.title,
    phone: row.phone === "" ? null : row.phone,
    wechat: row.wechat,
    photo: row.photo,
    unit: row.unit,
    outletName: row.outlet_name,
    bankName: row.bank_name ?? "",
    address: row.address,
    city: row.city,
    hours: row.hours,
    position: row.lon === null || row.lat === null
      ? null
      : { longitude: row.lon, latitude: row.lat },
    successor: left ? row.successor : null,
    serves: !left,
  };
}
