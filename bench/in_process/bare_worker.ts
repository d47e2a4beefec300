/** Writes one batch per message to sqlite and answers once it is synced. */
import { DatabaseSync } from "node:sqlite";

const scope = globalThis as unknown as Worker;

scope.onmessage = ({ data }: MessageEvent<string>) => {
  const database = new DatabaseSync(data);
  database.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL");
  database.exec("CREATE TABLE batch (id INTEGER PRIMARY KEY, body TEXT NOT NULL)");
  const insert = database.prepare("INSERT INTO batch (body) VALUES (?)");
  scope.onmessage = ({ data }: MessageEvent<string>) => {
    insert.run(data);
    scope.postMessage(null);
  };
  scope.postMessage(null);
};
