/** Where the page begins: it goes back to the door that was open here, or opens one, and erases what is over. */

import { Later, createApi } from "./api.js";
import { createClock } from "./clock.js";
import { installLanguage } from "./controls.js";
import { openKept } from "./kept.js";
import { openDoor } from "./opening.js";
import { openQueue } from "./queue.js";
import { createScreen } from "./screen.js";
import { createServer } from "./server.js";
import { keepShell } from "./shell.js";
import { standAt } from "./standing.js";
import { island, say, writeShell } from "./words.js";

const screen = createScreen();
const bell = new EventTarget();
const network = { online: navigator.onLine };

writeShell();
keepShell({
  address: island.service_worker,
  onNew: (reload) => screen.notice("version", () => say("new_version"), [() => say("reload"), reload]),
});
installLanguage(() => {
  screen.again();
  ring("changed");
});
addEventListener("offline", () => noteReach(false));
main().catch((error) => {
  console.error(error);
  screen.notice("storage", () => say("no_storage"));
});

async function main() {
  const kept = await openKept();
  const server = createServer({ api: createApi(island.api, { onReach: noteReach }), kept });
  const clock = createClock({ askTime: server.time, offset: await kept.look("offset") });
  const hears = { answer: () => {}, refusal: () => {} };
  const queue = await openQueue({
    send: server.send,
    onChange: ({ count, outcome }) => noteQueue(count, outcome, kept),
    onAnswer: (deed, answer) => hears.answer(deed, answer),
    onRefused: (deed, error) => hears.refusal(deed, error),
  });
  await clock.measure().then((offset) => kept.keep("offset", offset), unlessLater);
  await eraseWhatIsOver({ kept, queue, now: clock.now() });
  const device = (await kept.currentDevice()) ?? (await openDoor({ server, kept }));
  const changeSession = () => leave(kept);
  await standAt(device, { kept, server, clock, queue, screen, hears, bell, network, changeSession });
}

/** The next opening asks for a door again; the queue and the token it needs stay. */
async function leave(kept) {
  await kept.forget("current");
  location.reload();
}

/** PRV-8: a door that is over leaves nothing on the phone, once its queue is handed over. */
async function eraseWhatIsOver({ kept, queue, now }) {
  const over = Object.values(await kept.devices()).filter((device) => Date.parse(device.expires_at) < now.getTime());
  if (over.length === 0) return;
  await queue.flush();
  const waiting = new Set((await queue.waiting()).map((deed) => deed.session));
  for (const { session_id } of over) if (!waiting.has(session_id)) await kept.forgetSession(session_id);
}

function noteReach(reached) {
  network.online = reached;
  screen.network(reached);
  screen.notice("offline", reached ? null : () => say("offline_next"));
}

function noteQueue(count, outcome, kept) {
  screen.queue(count);
  if (outcome === "not-allowed") screen.notice("closed", () => say("door_over"), [() => say("open"), () => leave(kept)]);
  else if (outcome === "empty") screen.notice("closed");
  ring(outcome === "empty" ? "flushed" : "changed");
}

const ring = (name) => bell.dispatchEvent(new Event(name));

function unlessLater(error) {
  if (!(error instanceof Later)) console.error(error);
}
