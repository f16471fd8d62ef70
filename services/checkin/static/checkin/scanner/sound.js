/** What the ear and the hand are told: one clear note for a welcome, two low ones for anything else. Can be muted. */

const SETTING = "guichet-door-muted";
const TUNES = { good: [[880, 0, 0.16]], bad: [[233, 0, 0.2], [185, 0.24, 0.32]] };
const BUZZ = { good: [60], bad: [120, 80, 120] };

export function createSound(storage = localStorage) {
  let audio = null;
  let muted = storage.getItem(SETTING) === "yes";

  return {
    isMuted: () => muted,
    toggle() {
      muted = !muted;
      storage.setItem(SETTING, muted ? "yes" : "no");
      return muted;
    },
    /** Browsers let a page sound only after a gesture: called on the first press. */
    wake() {
      audio ??= "AudioContext" in window ? new AudioContext() : null;
      audio?.resume();
    },
    /** The vibration goes on when the sound is muted: it disturbs nobody. */
    say(kind) {
      navigator.vibrate?.(BUZZ[kind]);
      if (!muted && audio?.state === "running") for (const note of TUNES[kind]) play(audio, note);
    },
  };
}

function play(audio, [frequency, delay, length]) {
  const start = audio.currentTime + delay;
  const oscillator = new OscillatorNode(audio, { frequency, type: "square" });
  const volume = new GainNode(audio, { gain: 0.15 });
  volume.gain.setTargetAtTime(0, start + length - 0.04, 0.02);
  oscillator.connect(volume).connect(audio.destination);
  oscillator.start(start);
  oscillator.stop(start + length);
}
