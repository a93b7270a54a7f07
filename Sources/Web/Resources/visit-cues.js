// Signals while pressure is held: a tone, a vibration, and a screen that stays on. Each only where the device can.

const KEY = "tautband.sound";
const TONES = { low: [660, 660], high: [880, 880, 880], alarm: [440, 440, 440, 440], client: [740] };
const BUZZ = { low: [120, 80, 120], high: [200, 100, 200, 100, 200], alarm: [500, 100, 500], client: [80] };

export class Cues {
  #context = null;
  #lock = null;
  #isAwake = false;

  constructor() {
    this.isOn = read() !== "off";
    document.addEventListener("visibilitychange", () => { if (this.#isAwake && !document.hidden) this.#hold(); });
  }

  toggle() {
    this.isOn = !this.isOn;
    try { localStorage.setItem(KEY, this.isOn ? "on" : "off"); } catch { /* It holds for this page. */ }
    if (this.isOn) this.play("client");
  }

  /** To be called while something is tapped: browsers let nothing sound before. */
  unlock() {
    const Context = window.AudioContext ?? window.webkitAudioContext;
    if (Context) this.#context ??= new Context();
    if (this.#context?.state === "suspended") this.#context.resume().catch(() => {});
  }

  /** @param {"low"|"high"|"alarm"|"client"} name */
  play(name) {
    // Before the first touch, as after a reload, a browser lets nothing sound or shake.
    if (navigator.userActivation?.hasBeenActive === false) return;
    navigator.vibrate?.(BUZZ[name]);
    if (!this.isOn) return;
    this.unlock();
    if (this.#context?.state === "running") TONES[name].forEach((pitch, index) => this.#tone(pitch, index * 0.22));
  }

  #tone(pitch, after) {
    const begin = this.#context.currentTime + after;
    const tone = this.#context.createOscillator();
    const volume = this.#context.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, begin);
    volume.gain.exponentialRampToValueAtTime(0.3, begin + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, begin + 0.18);
    tone.connect(volume).connect(this.#context.destination);
    tone.start(begin);
    tone.stop(begin + 0.2);
  }

  /** Keeps the screen on, or lets it go dark again. */
  keepAwake(isAwake) {
    this.#isAwake = isAwake;
    if (isAwake) this.#hold();
    else {
      this.#lock?.release().catch(() => {});
      this.#lock = null;
    }
  }

  async #hold() {
    this.#lock = await navigator.wakeLock?.request("screen").catch(() => null) ?? null;
    if (!this.#isAwake) this.keepAwake(false);
  }
}

function read() {
  try { return localStorage.getItem(KEY); } catch { return null; }
}
