import { journalContract } from "./contract.ts";
import { SQLITE_SUBJECT } from "./sqlite_subject.ts";

journalContract(SQLITE_SUBJECT);
