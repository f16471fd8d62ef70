/** Who may come: fetched as one blob, kept as one blob, looked up in Maps. */

import { indexRoster } from "./judge.js";

export async function openRoster({ kept, session, fetchRoster }) {
  const key = `roster/${session}`;
  let copy = await kept.look(key).then((blob) => (blob ? unpack(blob) : null));

  return {
    /** Throws what fetchRoster throws; the former copy then goes on serving. */
    async refresh() {
      const blob = JSON.stringify(await fetchRoster());
      await kept.keep(key, blob);
      copy = unpack(blob);
    },
    isThere: () => copy !== null,
    ...Object.fromEntries(["door", "index", "presences", "takenAt", "size"].map((part) => [part, () => copy?.[part] ?? EMPTY[part]])),
  };
}

const EMPTY = { door: { session_id: null, sittings: [] }, index: indexRoster([]), presences: [], takenAt: null, size: 0 };

/** Of other events' tickets a phone knows the digests only: enough to say "not here". */
export function unpack(blob) {
  const roster = JSON.parse(blob);
  const elsewhere = (roster.other_digests ?? []).map((ticket_digest) => ({ ticket_digest, replaced_digests: [], session_id: null }));
  return {
    door: { session_id: roster.session_id, sittings: roster.sittings },
    index: indexRoster([...roster.entries, ...elsewhere]),
    presences: roster.presences,
    takenAt: roster.taken_at,
    size: roster.entries.length,
  };
}
