/** A USB reader types like a keyboard, only much faster: its burst is a reading wherever the focus is. No key does anything alone. */

const BETWEEN_KEYS = 50;
const SHORTEST = 6;

export function listenToReaders(target, onText) {
  let burst = "";
  let last = -Infinity;

  target.addEventListener("keydown", (event) => {
    if (isField(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.timeStamp - last > BETWEEN_KEYS) burst = "";
    last = event.timeStamp;
    if (event.key === "Enter" && burst.length >= SHORTEST) {
      // Otherwise the reader's final Enter would press the button that has the focus.
      event.preventDefault();
      onText(burst);
      burst = "";
    } else if (event.key.length === 1) {
      burst += event.key;
    }
  });
}

const isField = (element) => element instanceof HTMLElement && element.matches("input, textarea, select");
