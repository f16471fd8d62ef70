/** What was done at the door, kept on the phone until the server has it: in order, one flush at a time, nothing lost. */

import { Later, NotAllowed, Refused } from "./api.js";
import { inTransaction, openDatabase } from "./storage.js";

const BATCH = 50;
const EVERY = 15_000;
const AT_MOST = 120_000;
const STORES = { deeds: { keyPath: "sequence", autoIncrement: true }, refused: { keyPath: "sequence" } };

/**
 * send(deeds) hands over deeds of one kind and session, and gives one answer a deed, in their order (null: not answered).
 * It throws Later (keep them), NotAllowed (keep them until their door is opened again) or Refused (it is over).
 */
export async function openQueue({ name = "guichet-door-queue", send, onChange, onAnswer, onRefused }) {
  const database = await openDatabase(name, STORES);
  let pause = EVERY;
  let timer = null;
  let current = null;
  let again = false;

  async function add(kind, session, body) {
    const sequence = await inTransaction(database, ["deeds"], "readwrite", (deeds) => deeds.add({ kind, session, body }));
    await tellChange(null);
    return sequence;
  }

  const waiting = () => inTransaction(database, ["deeds"], "readonly", (deeds) => deeds.getAll());
  const refused = () => inTransaction(database, ["refused"], "readonly", (store) => store.getAll());

  /** Something happened that gives hope (a new deed, the network, the page seen again): try now. */
  function flush() {
    again = true;
    pause = EVERY;
    current ??= flushUntilStill();
    return current;
  }

  async function flushUntilStill() {
    clearTimeout(timer);
    let outcome = "empty";
    try {
      while (again) {
        again = false;
        outcome = await alone(empty);
        await tellChange(outcome);
      }
    } finally {
      // Nothing is awaited between the last look at `again` and this: hope that comes later starts a flush of its own.
      current = null;
    }
    plan(outcome);
    return outcome;
  }

  function plan(outcome) {
    timer = setTimeout(() => {
      again = true;
      current ??= flushUntilStill();
    }, pause);
    pause = outcome === "later" ? Math.min(pause * 2, AT_MOST) : EVERY;
  }

  async function empty() {
    const closed = new Set();
    for (;;) {
      const run = firstRun((await waiting()).filter((deed) => !closed.has(deed.session)));
      if (run.length === 0) return closed.size ? "not-allowed" : "empty";
      try {
        await hand(run);
      } catch (error) {
        if (!(error instanceof NotAllowed)) return reasonToWait(error);
        closed.add(run[0].session);
      }
      await tellChange(null);
    }
  }

  async function hand(run) {
    let answers;
    try {
      answers = await send(run);
    } catch (error) {
      if (error instanceof Refused) return afterRefusal(run, error);
      throw error;
    }
    const answered = run.filter((_, place) => answers[place]);
    if (answered.length === 0) throw new Later("no answer");
    await forget(answered);
    run.forEach((deed, place) => answers[place] && onAnswer(deed, answers[place]));
  }

  /** One bad deed must not hold back its neighbours: a refused batch is handed over one by one. */
  async function afterRefusal(run, error) {
    if (run.length > 1) {
      for (const deed of run) await hand([deed]);
      return;
    }
    await inTransaction(database, ["deeds", "refused"], "readwrite", (deeds, store) => {
      store.put({ ...run[0], refusal: error.message });
      return deeds.delete(run[0].sequence);
    });
    onRefused(run[0], error);
  }

  const forget = (run) =>
    inTransaction(database, ["deeds"], "readwrite", (deeds) => run.forEach((deed) => deeds.delete(deed.sequence)));

  async function tellChange(outcome) {
    const count = await inTransaction(database, ["deeds"], "readonly", (deeds) => deeds.count());
    onChange({ count, outcome });
  }

  return { add, flush, waiting, refused };
}

/** The oldest deeds of one kind and one session: what one request can carry. Only scans travel together. */
export function firstRun(deeds) {
  const [first] = deeds;
  if (!first) return [];
  const end = deeds.findIndex((deed) => deed.kind !== first.kind || deed.session !== first.session);
  return deeds.slice(0, Math.min(end === -1 ? deeds.length : end, first.kind === "scan" ? BATCH : 1));
}

/** Whatever went wrong, the deeds stay and are tried again. */
function reasonToWait(error) {
  if (!(error instanceof Later)) console.error(error);
  return "later";
}

/** Two tabs of one phone share the queue. Without Web Locks repeats may happen: the server knows them by their id. */
async function alone(work) {
  if (!navigator.locks) return work();
  return navigator.locks.request("guichet-door-queue", { ifAvailable: true }, (lock) => (lock ? work() : "later"));
}
