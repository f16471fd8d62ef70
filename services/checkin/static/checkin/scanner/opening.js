/** Opening a door: somebody of the staff chooses the session, and the device gets a token of its own. */

import { Later, NotAllowed } from "./api.js";
import { chosen, dayOf, island, say, timeOfDay } from "./words.js";

const words = document.querySelector("[data-opening-words]");
const form = document.querySelector("[data-opening-form]");
const ASK_AGAIN_AFTER = 5000;
let askingAgain;

/** Promises the device that was opened. */
export function openDoor({ server, kept }) {
  return new Promise((opened) => offer({ server, kept, opened }));
}

async function offer(door) {
  clearTimeout(askingAgain);
  form.hidden = true;
  try {
    const offered = await door.server.sessions();
    if (offered.sessions.length === 0) return explain(say("no_sessions"), again(door));
    return ask(offered, door);
  } catch (error) {
    return explainFailure(error, door);
  }
}

function ask({ sessions, csrf_token }, door) {
  words.replaceChildren();
  document.querySelector("[data-sessions]").replaceChildren(...sessions.map(choice));
  form.hidden = false;
  form.onsubmit = async (event) => {
    event.preventDefault();
    const answers = new FormData(form);
    const session = sessions.find((one) => one.session_id === answers.get("session"));
    const label = answers.get("label").trim() || say("default_label");
    try {
      const { device_id, token, expires_at } = await door.server.openDevice({ session_id: session.session_id, label }, csrf_token);
      const device = { device_id, token, expires_at, label, session_id: session.session_id, title: session.title, group: session.label };
      await door.kept.rememberDevice(device);
      form.hidden = true;
      door.opened(device);
    } catch (error) {
      explainFailure(error, door);
    }
  };
}

function explainFailure(error, door) {
  form.hidden = true;
  if (error instanceof NotAllowed && error.status === 403) return explain(say("not_your_role"), signIn());
  if (error instanceof NotAllowed) return explain(say("sign_in_first"), signIn());
  if (error instanceof Later) {
    // A slow network is no refusal: the page goes on asking by itself.
    askingAgain = setTimeout(() => offer(door), ASK_AGAIN_AFTER);
    return explain(say("open_offline"), again(door));
  }
  console.error(error);
  return explain(error.message, again(door));
}

function explain(text, ...deeds) {
  words.replaceChildren(Object.assign(document.createElement("p"), { textContent: text }), ...deeds);
}

function signIn() {
  return Object.assign(document.createElement("a"), { className: "wide strong button", href: island.sign_in, textContent: say("sign_in") });
}

function again(door) {
  const button = Object.assign(document.createElement("button"), { className: "wide strong", type: "button", textContent: say("try_again") });
  button.addEventListener("click", () => offer(door));
  return button;
}

function choice(session, place) {
  const label = document.createElement("label");
  const radio = Object.assign(document.createElement("input"), { type: "radio", name: "session", value: session.session_id, checked: place === 0 });
  const title = Object.assign(document.createElement("b"), { textContent: chosen(session.title) });
  const details = [chosen(session.label), momentOf(session), session.venue?.name].filter(Boolean).join(" · ");
  label.className = "choice";
  label.append(radio, title, Object.assign(document.createElement("span"), { className: "quiet", textContent: details }));
  return label;
}

const momentOf = ({ starts_at }) => starts_at && `${dayOf(starts_at)}, ${timeOfDay(starts_at)}`;
