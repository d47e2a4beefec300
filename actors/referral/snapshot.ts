/** Snapshots of a cell. Lists that follow from the columns are made again. */
import { Devices } from "./devices.ts";
import { Happenings } from "./happenings.ts";
import { Invitees } from "./invitees.ts";
import { Leaders } from "./leaders.ts";
import { linkInvitee, linkReward } from "./links.ts";
import { People } from "./people.ts";
import { Rewards } from "./rewards.ts";
import { Books, initial, type ReferralState } from "./state.ts";
import { Arena, Names } from "./texts.ts";

function saveBooks(books: Books) {
  return {
    texts: books.texts.save(),
    names: books.names.save(),
    happenings: books.happenings.save(),
    people: books.people.save(),
    invitees: books.invitees.save(),
    second: books.second.save(),
    rewards: books.rewards.save(),
    devices: books.devices.save(),
  };
}

export function save(state: Readonly<ReferralState>) {
  const { terms, phase, sums, told, books, sweeps, untold } = state;
  return {
    terms,
    phase,
    sums: { ...sums },
    told: { ...told },
    books: books === null ? null : saveBooks(books),
    sweeps: sweeps.map((sweep) => ({ ...sweep })),
    untold: [...untold],
  };
}

/** The inverse of `save`. */
export function load(key: string, data: unknown): ReferralState {
  // Written by `save` above; the journal guards the bytes.
  const saved = data as ReturnType<typeof save>;
  const state = initial(key);
  state.terms = saved.terms;
  state.phase = saved.phase;
  Object.assign(state.sums, saved.sums);
  Object.assign(state.told, saved.told);
  state.sweeps.push(...saved.sweeps);
  state.untold.push(...saved.untold);
  if (saved.books !== null) state.books = loadBooks(saved.books, state);
  return state;
}

function loadBooks(saved: ReturnType<typeof saveBooks>, state: ReferralState): Books {
  const books = new Books();
  const texts = books.texts = Arena.load(saved.texts);
  books.names = Names.load(saved.names);
  books.happenings = Happenings.load(saved.happenings, texts);
  books.people = People.load(saved.people, texts);
  books.invitees = Invitees.load(saved.invitees, texts);
  books.second = Invitees.load(saved.second, texts);
  books.rewards = Rewards.load(saved.rewards);
  books.devices = Devices.load(saved.devices);
  for (let index = 0; index < books.invitees.count; index++) linkInvitee(books, index);
  for (let r = 0; r < books.rewards.count; r++) linkReward(books, r, state.terms);
  books.leaders = new Leaders(books.people);
  books.leaders.rebuild();
  return books;
}
