// Three sounds, made here so that no file has to load: one beep for good, two for bad, a rising
// third for paid. Never the only sign of anything, and silent where a person muted it.

const MUTED = "counterfoil.muted";

/** @type {AudioContext | null} */
let context = null;

export const isMuted = () => window.localStorage.getItem(MUTED) === "yes";

export function setMuted(/** @type {boolean} */ muted) {
  window.localStorage.setItem(MUTED, muted ? "yes" : "no");
}

/**
 * Hertz, start and length in seconds.
 * @type {Record<"good"|"bad"|"paid", number[][]>}
 */
const TUNES = {
  good: [[1320, 0, 0.06]],
  bad: [[294, 0, 0.11], [294, 0.17, 0.11]],
  paid: [[880, 0, 0.1], [1108, 0.11, 0.1], [1318, 0.22, 0.2]],
};

/** @param {keyof typeof TUNES} tune */
export function play(tune) {
  if (isMuted() || typeof AudioContext === "undefined") return;
  context ??= new AudioContext();
  // Browsers hold sound back until the page was touched once; a held context must not pile up
  // tunes.
  if (context.state === "suspended") void context.resume();
  if (context.state !== "running") return;
  for (const [hertz, start, length] of TUNES[tune]) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    const at = context.currentTime + start;
    tone.frequency.value = hertz;
    tone.type = tune === "bad" ? "square" : "sine";
    volume.gain.setValueAtTime(tune === "bad" ? 0.06 : 0.14, at);
    volume.gain.exponentialRampToValueAtTime(0.001, at + length);
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + length);
  }
}
