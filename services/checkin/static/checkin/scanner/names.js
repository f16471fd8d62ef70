/** Finding somebody by name in the list of this phone: for whoever comes without a ticket in hand. */

import { say } from "./words.js";

const SHORTEST = 2;
const MOST_SHOWN = 20;
const LIGATURES = { œ: "oe", æ: "ae" };

/** « Zoé Lévesque-Roy » gives ["zoe", "levesque", "roy"]: as people type, without accents, capitals or hyphens. */
export function wordsOf(text) {
  const bare = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[œæ]/g, (letter) => LIGATURES[letter]);
  return bare.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

/** Every word that was typed begins one of the name's, in any order; null while too little is typed. */
export function findByName(entries, typed) {
  const words = wordsOf(typed);
  if (words.join("").length < SHORTEST) return null;
  return entries.filter(({ name }) => {
    const parts = wordsOf(name);
    return words.every((word) => parts.some((part) => part.startsWith(word)));
  });
}

/** Choosing a name is as typing its reference number. */
export function installNames({ roster, choose }) {
  const dialog = document.querySelector("[data-names]");
  const form = dialog.querySelector("form");
  const input = form.elements.name;
  const list = dialog.querySelector("[data-found]");
  let found = null;

  function search() {
    found = findByName(roster.entries(), input.value);
    list.replaceChildren(...(found ?? []).slice(0, MOST_SHOWN).map(line));
    dialog.querySelector("[data-found-words]").textContent = sentence();
  }

  function sentence() {
    if (!roster.isThere()) return say("names_no_list");
    if (found === null) return "";
    if (found.length === 0) return say("names_none");
    return say(found.length > MOST_SHOWN ? "names_many" : "names_found", { count: found.length, shown: MOST_SHOWN });
  }

  function line(entry) {
    const button = element("button", { type: "button", className: "choice" });
    const reference = say("names_reference", { end: entry.reference.slice(-4) });
    const details = [say(entry.place === "confirmed" ? "confirmed" : entry.place), say(entry.kind), reference].join(" · ");
    button.append(element("b", { textContent: entry.name }), element("span", { className: "quiet", textContent: details }));
    button.addEventListener("click", () => take(entry));
    const item = element("li");
    item.append(button);
    return item;
  }

  function take(entry) {
    dialog.close();
    choose(entry.reference);
  }

  document.querySelector("[data-open-names]").addEventListener("click", () => {
    search();
    dialog.showModal();
    input.focus();
  });
  input.addEventListener("input", search);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (found?.length === 1) take(found[0]);
  });
  // Names do not stay on a phone that is passed from hand to hand.
  dialog.addEventListener("close", () => {
    form.reset();
    search();
  });
}

const element = (name, properties = {}) => Object.assign(document.createElement(name), properties);
