/**
 * Judging one reading at the door: the phone's reading of the table that domain/readings.py and domain/scans.py keep too
 * (tests/checkin/vectors/scans.json). Field names are the server's; times are texts in ISO 8601.
 */

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const TOKEN_LENGTH = 26;
const REFERENCE_LENGTH = 8;
const ADDRESS = /^(?<site>\S*)\/T\/(?<token>[0-9A-Z]{26})$/i;
const DOOR_OPENS_BEFORE = 2 * 3600 * 1000;
const MISREAD = { I: "1", L: "1", O: "0", " ": "", "-": "", "\u00a0": "" };

/** What a text says before anybody looks into the roster: {ticket_digest, reference, ours}. */
export async function read(raw, how, { siteUrl }) {
  const text = raw.trim();
  const address = ADDRESS.exec(text)?.groups;
  if (address) {
    const ours = address.site.toUpperCase() === siteUrl.toUpperCase();
    return reading({ ticket_digest: await digest(normalise(address.token)), ours });
  }
  const code = normalise(text);
  if (isCode(code, TOKEN_LENGTH)) return reading({ ticket_digest: await digest(code), ours: true });
  if (how === "typed" && code.length === REFERENCE_LENGTH && hasValidCheck(code)) return reading({ reference: code, ours: true });
  return reading({});
}

/** {verdict, sitting, entry, since, where}; the roster may hold entries of other sessions. */
export function judge(reading, at, { door, roster, presences }) {
  const sitting = sittingAtTheDoor(door.sittings, at);
  const found = (verdict, entry = null, presence = null) => ({
    verdict,
    sitting,
    entry,
    since: presence?.at ?? null,
    where: presence?.where ?? null,
  });
  const entry = roster.find(reading);
  if (!entry) return found(reading.ours ? "unknown" : "not_a_ticket");
  if (entry.replaced_digests.includes(reading.ticket_digest)) return found("replaced", entry);
  if (entry.session_id !== door.session_id) return found("another_event", entry);
  return judgePlace(roster.bestOf(entry), at, { sitting, presences, found });
}

function judgePlace(entry, at, { sitting, presences, found }) {
  const presence = presences.find(
    (one) => one.person_id === entry.person_id && one.sitting_id === sitting?.sitting_id && Date.parse(one.at) <= Date.parse(at),
  );
  if (presence) return found("already_in", entry, presence);
  if (entry.place === "cancelled") return found("cancelled", entry);
  if (entry.place !== "confirmed") return found("waitlisted", entry);
  return found("welcome", entry);
}

/** The nearest to that moment; at equal distance the earlier. */
export function sittingAtTheDoor(sittings, at) {
  const moment = Date.parse(at);
  const distance = (sitting) => {
    const opens = Date.parse(sitting.starts_at) - DOOR_OPENS_BEFORE;
    return moment < opens ? opens - moment : Math.max(moment - Date.parse(sitting.ends_at), 0);
  };
  const nearer = (one, other) => distance(one) - distance(other) || Date.parse(one.starts_at) - Date.parse(other.starts_at);
  return [...sittings].sort(nearer)[0] ?? null;
}

/** Finds entries at once, however many there are. */
export function indexRoster(entries) {
  const byDigest = new Map();
  const byReference = new Map();
  const byPerson = new Map();
  // The first of several wins, as in a search from the start; a ticket of today wins over one that was replaced.
  const keep = (map, key, entry) => map.has(key) || map.set(key, entry);
  const person = (entry) => `${entry.session_id}/${entry.person_id}`;
  for (const entry of entries) {
    for (const one of [entry.ticket_digest, ...entry.replaced_digests]) keep(byDigest, one, entry);
    keep(byReference, entry.reference, entry);
    if (entry.place === "confirmed") keep(byPerson, person(entry), entry);
  }
  return {
    size: entries.length,
    find: (reading) => byDigest.get(reading.ticket_digest) ?? byReference.get(reading.reference) ?? null,
    bestOf: (entry) => (entry.place === "confirmed" ? entry : (byPerson.get(person(entry)) ?? entry)),
  };
}

export function normalise(text) {
  return text.toUpperCase().replace(/[ILO \-\u00a0]/g, (character) => MISREAD[character]);
}

export function isCode(text, length) {
  return text.length === length && [...text].every((character) => ALPHABET.includes(character));
}

/** Luhn's check modulo 32, the last character being the check. */
export function hasValidCheck(text) {
  const values = [...text].reverse().map((character) => ALPHABET.indexOf(character));
  if (values.length === 0 || values.includes(-1)) return false;
  const sum = values.reduce((total, value, place) => {
    const weighted = value * (1 + (place % 2));
    return total + Math.floor(weighted / 32) + (weighted % 32);
  }, 0);
  return sum % 32 === 0;
}

/** SHA-256, hexadecimal: what the roster holds in the place of a ticket's code. */
export async function digest(token) {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function reading({ ticket_digest = null, reference = null, ours = false }) {
  return { ticket_digest, reference, ours };
}
