/** What the thumb and the keyboard do: every control is a button or a field, none is a single key. */

import { chooseLanguage, currentLanguage } from "./words.js";

const find = (name) => document.querySelector(`[data-${name}]`);
const press = (name, deed) => {
  for (const button of document.querySelectorAll(`[data-${name}]`)) button.addEventListener("click", deed);
};

export function installLanguage(after) {
  press("language", () => {
    chooseLanguage(currentLanguage() === "fr" ? "en" : "fr");
    after();
  });
}

export function installControls({ door, screen, sound, describe, beginCamera, changeSession }) {
  for (const event of ["pointerdown", "keydown"]) addEventListener(event, () => sound.wake(), { once: true });

  onText("typed", "code", (code) => door.present(code, "typed"));
  onText("walk-in-form", "number", (number) => {
    find("walk-in").close();
    door.walkIn(number);
  });
  press("undo", () => door.undoLast());
  press("next", () => screen.clear());
  press("retry-camera", beginCamera);
  press("change-session", changeSession);
  press("open-walk-in", () => find("walk-in").showModal());
  press("open-menu", () => find("menu").showModal());
  press("close", (event) => event.target.closest("dialog").close());
  press("mute", () => {
    sound.toggle();
    describe();
  });
}

/** The field is emptied and keeps the focus: the next ticket can be typed at once. */
function onText(form, field, deed) {
  find(form).addEventListener("submit", (event) => {
    event.preventDefault();
    const input = event.target.elements[field];
    const text = input.value.trim();
    input.value = "";
    if (text) deed(text);
    else input.focus();
  });
}
