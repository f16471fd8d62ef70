/** Standing at an open door: the camera, the controls and the lists of one session, and the touch kept with the site. */

import { Later, NotAllowed } from "./api.js";
import { createCamera } from "./camera.js";
import { installControls } from "./controls.js";
import { createDoor } from "./door.js";
import { listenToReaders } from "./keyboard.js";
import { installNames } from "./names.js";
import { openRoster } from "./roster.js";
import { openSeen } from "./seen.js";
import { createSound } from "./sound.js";
import { chosen, island } from "./words.js";

const COUNT_EVERY = 15_000;
const ROSTER_EVERY = 60_000;

export async function standAt(device, { kept, server, clock, queue, screen, hears, bell, network, changeSession }) {
  const session = device.session_id;
  const sound = createSound();
  const roster = await openRoster({ kept, session, fetchRoster: (etag) => server.roster(session, etag), now: clock.now });
  const seen = await openSeen({ kept, session, rosterPresences: roster.presences });
  const door = createDoor({ device, roster, seen, queue, clock, screen, sound, siteUrl: island.site, isOnline: () => network.online });
  hears.answer = door.onAnswer;
  hears.refusal = (deed, error) => (door.onRefused(deed, error), noteRefused());
  const touch = createTouch({ session, server, clock, queue, roster, seen });
  const camera = createCamera({
    video: document.querySelector("[data-video]"),
    decoder: island.decoder,
    workerAddress: island.worker,
    onText: (text) => door.present(text, "camera"),
    onLost: () => screen.camera("lost"),
  });

  function describe() {
    screen.title([chosen(device.title), device.label].join(" · "));
    screen.door([chosen(device.title), chosen(device.group), device.label], { takenAt: roster.takenAt(), size: roster.size() });
    screen.muted(sound.isMuted());
    screen.network(network.online);
    screen.count(touch.present() ?? seen.presences().length);
    if (roster.isThere()) screen.ready();
  }

  const noteRefused = async () => screen.refused((await queue.refused()).length);
  const beginCamera = () => startCamera(camera, screen);
  installControls({ door, screen, sound, describe, beginCamera, changeSession });
  installNames({ roster, choose: (reference) => door.present(reference, "typed") });
  listenToReaders(document, (text) => door.present(text, "typed"));
  bell.addEventListener("changed", describe);
  bell.addEventListener("flushed", touch.count);
  // A phone that slept has let go of its camera, and of the light of its screen.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && document.documentElement.dataset.camera === "lost") beginCamera();
    if (document.visibilityState === "visible") stayLit();
  });
  touch.keep(describe);
  describe();
  screen.stand();
  noteRefused();
  beginCamera();
}

/** The count every quarter of a minute, the roster every minute, everything when there is hope. */
function createTouch({ session, server, clock, queue, roster, seen }) {
  let counted = null;
  let tell = () => {};

  const count = () =>
    whenReached(async () => {
      const told = seen.toldIds();
      counted = (await server.count(session)).present;
      await seen.count(told);
    });
  const refresh = () =>
    whenReached(async () => {
      const told = seen.toldIds();
      await roster.refresh();
      await seen.settle(told);
    });
  const whenReached = async (work) => {
    await work().catch(unlessLater);
    tell();
  };
  const everything = async () => {
    await Promise.all([queue.flush(), refresh()]);
    await clock.measure().catch(unlessLater);
  };

  return {
    count,
    present: () => (counted === null ? null : counted + seen.uncounted()),
    keep(describe) {
      tell = describe;
      addEventListener("online", everything);
      document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && everything());
      setInterval(count, COUNT_EVERY);
      setInterval(refresh, ROSTER_EVERY);
      everything();
    },
  };
}

async function startCamera(camera, screen) {
  screen.camera("starting");
  try {
    await camera.start();
    screen.camera(null);
    stayLit();
  } catch (error) {
    screen.camera(error.reason ?? "busy");
  }
}

/** The screen of a phone that scans does not go dark, where the browser can help it. */
function stayLit() {
  navigator.wakeLock?.request("screen").catch(() => {});
}

function unlessLater(error) {
  // A token that is over is told by the queue, which tries it too.
  if (!(error instanceof Later || error instanceof NotAllowed)) console.error(error);
}
