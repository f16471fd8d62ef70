/** One open door: reads, judges by itself, keeps every deed, says what happened, and listens to what the server adds. */

import { judge, read } from "./judge.js";
import { say } from "./words.js";

const SECOND_OPINION = 2000;
// The server takes no more of a text, and no ticket is as long.
const LONGEST = 4000;

export function createDoor({ device, roster, seen, queue, clock, screen, sound, siteUrl, isOnline }) {
  const opinions = new Map();
  let last = null;

  const sittingNow = (judged) => judged.sitting?.sitting_id ?? null;
  const surroundings = () => ({ door: roster.door(), roster: roster.index(), presences: seen.presences() });

  async function present(text, how) {
    const raw = text.slice(0, LONGEST);
    const at = clock.now().toISOString();
    const judged = judge(await read(raw, how, { siteUrl }), at, surroundings());
    const scan = { scan_id: crypto.randomUUID(), scanned_at: clock.deviceTime().toISOString(), raw, how, judged: judged.verdict };
    if (!(await kept("scan", scan))) return;
    if (judged.verdict === "welcome") await letIn(scan.scan_id, judged, at);
    const wait = judged.verdict === "unknown" && isOnline();
    tell(wait ? { id: scan.scan_id, verdict: "checking" } : { id: scan.scan_id, ...viewOf(judged, at, how) });
    queue.flush();
    if (wait) await secondOpinion(scan.scan_id, viewOf(judged, at, how));
  }

  /** True once the deed is on the phone's disk. Nothing is said of what could not be kept. */
  async function kept(kind, body) {
    try {
      await queue.add(kind, device.session_id, body);
      return true;
    } catch (error) {
      console.error(error);
      screen.notice("not-kept", () => say("not_kept"));
      sound.say("bad");
      return false;
    }
  }

  async function letIn(id, judged, at) {
    const { person_id, name } = judged.entry;
    await seen.mark({ id, went: "in", person_id, sitting_id: sittingNow(judged), at, where: device.label });
    last = { id, body: { scan_id: id }, person_id, sitting_id: sittingNow(judged), name };
  }

  /** The list of this phone may be older than the ticket: the server may know it. */
  async function secondOpinion(id, view) {
    await Promise.race([new Promise((heard) => opinions.set(id, heard)), new Promise((over) => setTimeout(over, SECOND_OPINION))]);
    opinions.delete(id);
    if (screen.shown()?.id === id && screen.shown().verdict === "checking") tell({ id, ...view });
  }

  function tell(view) {
    screen.show(view);
    if (view.verdict !== "checking") sound.say(screen.isGood(view.verdict) ? "good" : "bad");
  }

  async function walkIn(number) {
    const walk_in_id = crypto.randomUUID();
    const at = clock.deviceTime().toISOString();
    if (!(await kept("walk_in", { walk_in_id, member_number: number, at }))) return;
    tell({ id: walk_in_id, verdict: isOnline() ? "checking" : "walked_in", name: number });
    queue.flush();
    if (isOnline()) await secondOpinion(walk_in_id, { verdict: "walked_in", name: number });
  }

  async function undoLast() {
    if (!last) return screen.notice("undo", () => say("nothing_to_undo"), dismissal("undo"));
    const { id, name, body, person_id, sitting_id } = last;
    const undo_id = crypto.randomUUID();
    if (!(await kept("undo", { undo_id, at: clock.deviceTime().toISOString(), ...body }))) return undefined;
    const at = clock.now().toISOString();
    if (sitting_id !== undefined) await seen.mark({ id: undo_id, went: "out", person_id, sitting_id, at });
    last = null;
    screen.show({ id, verdict: "undone", name });
    return queue.flush();
  }

  /** The server has a deed, and says what it makes of it with the full picture. */
  async function onAnswer(deed, answer) {
    if (deed.kind === "undo") return seen.tell(deed.body.undo_id);
    const id = deed.body.scan_id ?? deed.body.walk_in_id;
    const agreed = answer.verdict === deed.body.judged;
    if (agreed || answer.verdict === "welcome") await seen.tell(id);
    else await seen.drop(id);
    if (last?.id === id && answer.verdict !== "welcome") last = null;
    if (deed.kind === "walk_in") last = answer.verdict === "welcome" ? lastOfWalkIn(id, answer) : last;
    if (!agreed) correct(id, deed, viewOfAnswer(answer));
    else if (answer.other_event && screen.shown()?.id === id) screen.show({ id, ...viewOfAnswer(answer) });
    opinions.get(id)?.();
    return undefined;
  }

  function correct(id, deed, view) {
    if (screen.shown()?.id === id) return tell({ id, ...view });
    const name = view.name ?? deed.body.raw;
    return screen.notice(id, () => say("corrected", { name, verdict: say(view.verdict) }), dismissal(id));
  }

  const dismissal = (name) => [() => say("close"), () => screen.notice(name)];

  function onRefused(deed, error) {
    const id = deed.body.scan_id ?? deed.body.walk_in_id;
    opinions.get(id)?.();
    seen.drop(id ?? deed.body.undo_id);
    if (deed.kind === "walk_in") correct(id, deed, { verdict: "walk_in_refused", name: deed.body.member_number, words: () => error.message });
  }

  const lastOfWalkIn = (id, answer) => ({ id, body: { person_id: answer.person_id }, name: answer.name });
  const viewOfAnswer = ({ verdict, name, kind, since, where, other_event }) => ({
    verdict, name, kind, at: since, where, elsewhere: other_event, now: clock.now(),
  });

  return { present, walkIn, undoLast, onAnswer, onRefused };
}

/** What the screen shows of a judgement: name and kind only of who has a registration here (PRV-8). */
export function viewOf({ verdict, entry, since, where }, now, how) {
  const view = { verdict, name: entry?.name, kind: entry?.kind, at: since, where, now };
  return verdict === "not_a_ticket" && how === "typed" ? { ...view, words: () => say("not_a_ticket_typed") } : view;
}
