/** Who may come: fetched as one blob, kept as one blob, looked up in Maps. */

import { indexRoster } from "./judge.js";

/** fetchRoster(etag) gives a roster with its ETag, or null when that ETag is still the server's. */
export async function openRoster({ kept, session, fetchRoster, now = () => new Date() }) {
  const key = `roster/${session}`;
  let blob = (await kept.look(key)) ?? null;
  let copy = blob && unpack(blob);

  return {
    /** Throws what fetchRoster throws; the former copy then goes on serving. */
    async refresh() {
      const asked = now();
      const changed = await fetchRoster(copy?.etag);
      blob = JSON.stringify(changed ?? { ...JSON.parse(blob), taken_at: asked.toISOString() });
      await kept.keep(key, blob);
      copy = changed ? unpack(blob) : { ...copy, takenAt: asked.toISOString() };
    },
    isThere: () => copy !== null,
    ...Object.fromEntries(["door", "entries", "index", "presences", "takenAt", "size"].map((part) => [part, () => copy?.[part] ?? EMPTY[part]])),
  };
}

const EMPTY = { door: { session_id: null, sittings: [] }, entries: [], index: indexRoster([]), presences: [], takenAt: null, size: 0 };

/** Of other events' tickets a phone knows the digests only: enough to say "not here". */
export function unpack(blob) {
  const roster = JSON.parse(blob);
  const elsewhere = (roster.other_digests ?? []).map((ticket_digest) => ({ ticket_digest, replaced_digests: [], session_id: null }));
  return {
    door: { session_id: roster.session_id, sittings: roster.sittings },
    entries: roster.entries,
    index: indexRoster([...roster.entries, ...elsewhere]),
    presences: roster.presences,
    takenAt: roster.taken_at,
    size: roster.entries.length,
    etag: roster.etag,
  };
}
