/** Who is in, as this phone knows it: what the roster said, and what was done here since. */

export async function openSeen({ kept, session, rosterPresences }) {
  const key = `seen/${session}`;
  let marks = (await kept.look(key)) ?? [];

  const write = (changed) => {
    marks = changed;
    return kept.keep(key, marks);
  };

  /** A deed of this door: {id, went: "in" | "out", person_id, sitting_id, at, where, told, counted}. */
  const mark = (deed) => write([...marks, { told: false, counted: false, ...deed }]);

  return {
    mark,
    /** The server has it: the next roster and the next count will hold it. */
    tell: (id) => write(marks.map((one) => (one.id === id ? { ...one, told: true } : one))),
    /** The server judged otherwise: nobody came in by it. */
    drop: (id) => write(marks.filter((one) => one.id !== id)),
    toldIds: () => marks.filter((one) => one.told).map((one) => one.id),
    /** A roster asked for after these were told holds them: the marks have served. */
    settle: (ids) => write(marks.filter((one) => !ids.includes(one.id) || !one.counted)),
    count: (ids) => write(marks.map((one) => (ids.includes(one.id) ? { ...one, counted: true } : one))),
    presences: () => presencesAfter(rosterPresences(), marks),
    /** How many more are in than the server last counted. */
    uncounted: () => marks.filter((one) => !one.counted).reduce((sum, one) => sum + (one.went === "in" ? 1 : -1), 0),
  };
}

/** The same fold as the server's: what is undone clears what is before it. */
export function presencesAfter(presences, marks) {
  const byKey = new Map(presences.map((one) => [keyOf(one), one]));
  for (const one of [...marks].sort((first, second) => Date.parse(first.at) - Date.parse(second.at))) {
    if (one.went === "out") byKey.delete(keyOf(one));
    else if (!byKey.has(keyOf(one))) byKey.set(keyOf(one), one);
  }
  return [...byKey.values()];
}

const keyOf = ({ person_id, sitting_id }) => `${person_id}/${sitting_id}`;
