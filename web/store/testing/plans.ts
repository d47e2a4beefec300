/** How a database answers: the plans of the queries that code of ours really sends. */
import postgres from "postgres";

/** A node of `explain (format json)`. */
export interface PlanNode {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Actual Rows"?: number;
  readonly "Rows Removed by Filter"?: number;
  readonly Plans?: readonly PlanNode[];
}

/** One query with its plan, executed. */
export interface Explained {
  readonly nodes: readonly PlanNode[];
  /** As people read it. */
  readonly text: string;
  readonly ms: number;
}

/** Runs `work` with a client of its own and explains the statements that it sent. */
export async function explain(
  url: string,
  work: (sql: postgres.Sql) => Promise<unknown>,
): Promise<readonly Explained[]> {
  const sent: { readonly query: string; readonly parameters: unknown[] }[] = [];
  const sql = postgres(url, {
    max: 1,
    fetch_types: false,
    debug: (_connection, query, parameters) => void sent.push({ query, parameters }),
  });
  try {
    await work(sql);
    const asked = sent.splice(0).filter(({ query }) => /^\s*(with|select)\b/i.test(query));
    const explained: Explained[] = [];
    for (const { query, parameters } of asked) {
      explained.push(await explainOne(sql, { query, parameters }));
    }
    return explained;
  } finally {
    await sql.end();
  }
}

async function explainOne(
  sql: postgres.Sql,
  asked: { readonly query: string; readonly parameters: unknown[] },
): Promise<Explained> {
  // They are what postgres.js had for this very query a moment ago.
  const parameters = asked.parameters as (string | number)[];
  const ask = (options: string) =>
    sql.unsafe(`explain (analyze, ${options}) ${asked.query}`, parameters);
  const [row] = await ask("format json");
  const [plan] = row?.["QUERY PLAN"] ?? [];
  const lines = await ask("costs off, timing off, summary off");
  return {
    nodes: flat(plan.Plan),
    text: lines.map((line) => String(line["QUERY PLAN"])).join("\n"),
    ms: plan["Execution Time"],
  };
}

function flat(node: PlanNode): readonly PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(flat)];
}
