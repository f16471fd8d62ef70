/** The page's sentences in both languages, from the island that the server wrote; and times as French and English write them. */

const SETTING = "guichet-door-language";
const NBSP = "\u00a0";

export const island = JSON.parse(document.getElementById("door-island").textContent);

let language = localStorage.getItem(SETTING) ?? document.documentElement.lang;

export const currentLanguage = () => language;

export function chooseLanguage(chosen) {
  language = chosen;
  localStorage.setItem(SETTING, chosen);
  writeShell();
}

/** The sentence of that name, its %(values)s filled in. */
export function say(key, values = {}) {
  const sentence = island.words[language][key] ?? key;
  return sentence.replace(/%\((\w+)\)s/g, (_, name) => values[name] ?? "");
}

/** The texts that the server wrote into the page, in the language chosen on this device. */
export function writeShell(root = document) {
  document.documentElement.lang = language;
  for (const element of root.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
  for (const element of root.querySelectorAll("[data-value]")) element.value = say(element.dataset.value);
  for (const element of root.querySelectorAll("[data-language]")) {
    element.lang = language === "fr" ? "en" : "fr";
    element.textContent = language === "fr" ? "English" : "Français";
  }
}

/** What is bilingual, in the language of the page: {fr, en}, where English may be empty. */
export const chosen = (text) => (typeof text === "string" ? text : (text?.[language] || text?.fr) ?? "");

/** `13 h 30`, `18 h`; `1:30 p.m.`, in the organisation's time zone. */
export function timeOfDay(moment) {
  const { hour, minute } = partsOf(moment);
  if (language === "en") return `${(hour + 11) % 12 + 1}${minute ? `:${padded(minute)}` : ""}${NBSP}${hour < 12 ? "a.m." : "p.m."}`;
  return `${hour}${NBSP}h${minute ? `${NBSP}${padded(minute)}` : ""}`;
}

/** `6 mai`, `1er avril`; `May 6`. */
export function dayOf(moment) {
  const { day } = partsOf(moment);
  const month = new Intl.DateTimeFormat(`${language}-CA`, { month: "long", timeZone: island.time_zone }).format(new Date(moment));
  return language === "en" ? `${month}${NBSP}${day}` : `${day === 1 ? "1er" : day}${NBSP}${month}`;
}

/** `à 13 h 30` today, with the day on another day. */
export function since(moment, now) {
  const time = timeOfDay(moment);
  return dayOf(moment) === dayOf(now) ? say("read_at", { time }) : say("read_on", { day: dayOf(moment), time });
}

function partsOf(moment) {
  const format = new Intl.DateTimeFormat("en-CA", {
    day: "numeric", hour: "numeric", minute: "numeric", hourCycle: "h23", timeZone: island.time_zone,
  });
  return Object.fromEntries(format.formatToParts(new Date(moment)).map(({ type, value }) => [type, Number(value)]));
}

const padded = (minute) => String(minute).padStart(2, "0");
