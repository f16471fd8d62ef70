/** What the door staff see: the verdict that fills the screen, and the state of everything around it. */

import { chosen, say, since, timeOfDay } from "./words.js";

const find = (name) => document.querySelector(`[data-${name}]`);
const GOOD = new Set(["welcome", "walked_in"]);

export function createScreen() {
  const root = document.documentElement;
  const said = find("said");
  const notices = new Map();
  let shown = null;
  let cameraState = "starting";

  function show(judged) {
    shown = judged;
    root.dataset.verdict = judged.verdict;
    said.replaceChildren(...linesOf(judged));
    find("verdict-box").animate?.([{ opacity: 0.4 }, { opacity: 1 }], { duration: stillness() ? 0 : 160 });
  }

  function clear() {
    shown = null;
    delete root.dataset.verdict;
    said.replaceChildren();
  }

  return {
    show,
    clear,
    shown: () => shown,
    /** After a change of language. */
    again() {
      if (shown) show(shown);
      paintCamera(cameraState);
      paintNotices(notices);
    },
    isGood: (verdict) => GOOD.has(verdict),
    /** From choosing a door to standing at it. */
    stand() {
      root.dataset.state = "open";
      find("opening").hidden = true;
      for (const part of ["door", "controls", "count-box", "signs"]) find(part).hidden = false;
    },
    ready: () => (root.dataset.roster = "there"),
    title: (text) => (find("title").textContent = text),
    count: (present) => write("count", present),
    network: (online) => {
      find("network").dataset.network = online ? "online" : "offline";
      write("network-words", say(online ? "online" : "offline"));
    },
    queue: (count) => {
      find("queue").dataset.queue = count;
      write("queue-words", count ? say("to_send", { count }) : say("all_sent"));
    },
    muted: (muted) => {
      find("mute").setAttribute("aria-pressed", String(muted));
      write("mute-words", say(muted ? "sound_off" : "sound_on"));
    },
    door: (parts, roster) => {
      write("door-words", parts.filter(Boolean).join(" · "));
      write("roster-words", roster.takenAt ? say("roster_at", { time: timeOfDay(roster.takenAt), count: roster.size }) : "");
    },
    refused: (count) => {
      find("refused-words").hidden = count === 0;
      write("refused-words", say("refused_deeds", { count }));
    },
    /** reason: null while it works, "starting", or why it does not (camera.js). */
    camera: (reason) => paintCamera((cameraState = reason)),
    /** One line a name; without a text it goes away. `text` and the deed's label are said again in another language. */
    notice(name, text = null, deed = null) {
      if (text === null && !notices.has(name)) return;
      if (text === null) notices.delete(name);
      else if (!notices.has(name)) notices.set(name, { text, deed });
      else return;
      paintNotices(notices);
    },
  };
}

function write(name, text) {
  find(name).textContent = text;
}

function paintCamera(reason) {
  const works = reason === null || reason === "starting";
  document.documentElement.dataset.camera = reason ?? "on";
  find("no-camera").hidden = works;
  find("video").hidden = !works;
  find("aim").hidden = !works;
  write("aim", say(reason === "starting" ? "camera_starting" : "aim"));
  if (works) return;
  write("no-camera-title", say(`camera_${reason}`));
  write("no-camera-words", say(`camera_${reason}_next`));
}

function paintNotices(notices) {
  find("notices").replaceChildren(...[...notices].map(([name, { text, deed }]) => noticeLine(name, text(), deed)));
}

function noticeLine(name, text, deed) {
  const line = document.createElement("p");
  line.className = "notice";
  line.dataset.notice = name;
  line.append(Object.assign(document.createElement("span"), { textContent: text }));
  if (deed) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: deed[0]() });
    button.addEventListener("click", deed[1]);
    line.append(button);
  }
  return line;
}

function linesOf({ verdict, name, kind, at, now, where, elsewhere, words }) {
  const lines = [icon(verdict), line("word", say(verdict))];
  if (name) lines.push(line("name", name));
  if (kind) lines.push(line("kind", say(kind)));
  lines.push(line("what-next", words ? words() : nextOf({ verdict, at, now, where, elsewhere })));
  return lines;
}

function nextOf({ verdict, at, now, where, elsewhere }) {
  if (verdict === "another_event" && elsewhere) return say("another_event_where", { where: chosen(elsewhere) });
  if (verdict !== "already_in" || !at) return say(`${verdict}_next`);
  const when = since(at, now);
  return say("already_in_next", { when: where ? say("read_where", { when, where }) : when });
}

function line(className, text) {
  return Object.assign(document.createElement("p"), { className, textContent: text });
}

function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  picture.classList.add("sign");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `#icon-${name}`);
  picture.append(use);
  return picture;
}

const stillness = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
