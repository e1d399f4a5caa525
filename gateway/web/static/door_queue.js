// What a door has noted and not sent yet: kept by the browser, sent in its order, again and again until it has arrived.
// Each act has a nonce, under which the server does it once: to send it twice is harmless, to lose it is not.

const MOST_AT_ONCE = 200;
const FIRST_PAUSE = 1000; // milliseconds
const LONGEST_PAUSE = 60000;

export class Queue {
  #busy = false;
  #memory = null; // the acts, where the browser keeps nothing
  #pause = FIRST_PAUSE;
  #timer = 0;

  // send(acts): the nonces of those that arrived; it throws when none did. changed(trouble): something is to be shown.
  constructor(key, send, changed) {
    Object.assign(this, { key, send, changed });
    addEventListener("online", () => this.flush());
    addEventListener("storage", (event) => event.key === key && changed(null)); // another tab of the same door
    document.addEventListener("visibilitychange", () => document.hidden || this.flush());
  }

  get acts() {
    if (this.#memory) return this.#memory;
    try {
      return JSON.parse(localStorage.getItem(this.key)) ?? [];
    } catch {
      return [];
    }
  }

  get isKept() {
    return this.#memory === null;
  }

  // `replaces` says which of those before need not be sent any more.
  add(act, replaces = () => false) {
    this.#keep([...this.acts.filter((one) => !replaces(one)), act]);
    this.changed(null);
    this.flush();
  }

  async flush() {
    if (this.#busy) return;
    clearTimeout(this.#timer);
    this.#busy = true;
    try {
      while (this.acts.length) {
        const arrived = await this.send(this.acts.slice(0, MOST_AT_ONCE));
        this.#keep(this.acts.filter((act) => !arrived.has(act.nonce)));
        this.#pause = FIRST_PAUSE;
        this.changed(null);
      }
    } catch (trouble) {
      this.#timer = setTimeout(() => this.flush(), this.#pause * (0.75 + Math.random() / 2));
      this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE);
      this.changed(trouble);
    } finally {
      this.#busy = false;
    }
  }

  #keep(acts) {
    if (this.isKept) {
      try {
        if (acts.length) localStorage.setItem(this.key, JSON.stringify(acts));
        else localStorage.removeItem(this.key);
        return;
      } catch {
        // no room, or the browser keeps nothing for us
      }
    }
    this.#memory = acts;
  }
}
