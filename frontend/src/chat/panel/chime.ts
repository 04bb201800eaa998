const KEY = "rip.chat.sound";

/** A short sound for a message that comes while nobody looks; off by default. */
export class Chime {
  #on = read();
  #audio: AudioContext | null = null;

  get on(): boolean {
    return this.#on;
  }

  set on(on: boolean) {
    this.#on = on;
    try {
      localStorage.setItem(KEY, on ? "on" : "off");
    } catch {
      // Without a storage it lasts as long as the page.
    }
  }

  ring(): void {
    if (!this.#on) return;
    this.#audio ??= new AudioContext();
    const { currentTime: now, destination } = this.#audio;
    const volume = this.#audio.createGain();
    volume.gain.setValueAtTime(0.12, now);
    volume.gain.exponentialRampToValueAtTime(0.001, now + 0.4);
    volume.connect(destination);
    for (const [index, frequency] of [660, 880].entries()) {
      const tone = this.#audio.createOscillator();
      tone.frequency.value = frequency;
      tone.connect(volume);
      tone.start(now + index * 0.1);
      tone.stop(now + 0.4);
    }
  }
}

function read(): boolean {
  try {
    return localStorage.getItem(KEY) === "on";
  } catch {
    return false;
  }
}
