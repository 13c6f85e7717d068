/* Photos on their way to the newsroom. A photo that somebody adds waits in the browser until the
   newsroom has it; each is tried again by itself while any page of the newsroom is open, one at a
   time whatever the number of tabs. Its place in the text is named by a key made here: the text
   can be saved and handed in long before (see articles/photos/places.py).
   Markup: #photo-queue[data-user][data-upload][data-arrivals], for those who may add photos.
   Events: "change" (something waits, moves or is done), "arrived" {key, photo}, "gone" {key}. */
import { PhotoStore } from "./photo-store.js";
import { Halted, Refused, arrivals, send } from "./photo-sending.js";

const PAUSES = [2000, 5000, 15000, 30000, 60000, 120000];
// Whoever logs in again does it in another tab as a rule: that is noticed here.
const HALT = 15000;
const WATCH = 20000;

class PhotoQueue extends EventTarget {
  constructor(settings) {
    super();
    this.settings = settings;
    this.store = new PhotoStore(settings.user);
    this.paces = new Map(); // key -> {tries, next}
    this.known = new Map(); // key -> the photo that arrived
    this.previews = new Map();
    this.progress = null; // {key, percent} of what is being sent, here or in another tab
    this.halt = ""; // why nothing is sent: "login", "other"
    this.haltedUntil = 0;
    if ("BroadcastChannel" in window) {
      this.channel = new BroadcastChannel(`photos-of-${settings.user}`);
      this.channel.onmessage = ({ data }) => this.hear(data);
    }
    window.addEventListener("online", () => this.hurry());
    window.addEventListener("pageshow", () => this.hurry());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.hurry(); });
    window.addEventListener("beforeunload", (event) => {
      if (this.store.memory.size) event.preventDefault();
    });
  }

  /* Keeps a picture for the place `key`; resolves to whether it outlives this page. */
  async enqueue(file, key = newKey()) {
    const lasting = await this.store.put({ key, name: file.name || "", file, at: Date.now(), refused: "" });
    navigator.storage?.persist?.().catch(() => {});
    this.tell({ changed: key });
    this.pump();
    return lasting;
  }

  /* Everything that waits: {key, name, refused, percent, tries}; percent is null while it waits. */
  async waiting() {
    return (await this.store.all()).map(({ key, name, refused }) => ({
      key, name, refused,
      percent: this.progress?.key === key ? this.progress.percent : null,
      tries: this.paces.get(key)?.tries || 0,
    }));
  }

  /* The address of a picture that waits on this device, or "". */
  async preview(key) {
    if (!this.previews.has(key)) {
      const job = await this.store.get(key);
      if (!job) return "";
      this.previews.set(key, URL.createObjectURL(job.file));
    }
    return this.previews.get(key);
  }

  /* The photo of the library, as soon as it is there; null when it is refused or given up. */
  settled(key) {
    if (this.known.has(key)) return Promise.resolve(this.known.get(key));
    return new Promise((resolve) => {
      const hear = async () => {
        const job = await this.store.get(key);
        if (job && !job.refused) return;
        this.removeEventListener("change", hear);
        resolve(this.known.get(key) || null);
      };
      this.addEventListener("change", hear);
      hear();
    });
  }

  async retry(key) {
    const job = await this.store.get(key);
    if (job?.refused) await this.store.put({ ...job, refused: "" });
    this.paces.delete(key);
    this.haltedUntil = 0;
    this.tell({ changed: key });
    this.pump();
  }

  async remove(key) {
    if (this.sending?.key === key) this.sending.stop.abort();
    await this.store.remove(key);
    this.tell({ gone: key });
  }

  /* Looks from time to time whether photos have come from other devices for `places()`. */
  watch(places) {
    setInterval(async () => {
      const keys = places().filter((key) => key && !this.known.has(key));
      if (document.hidden || !keys.length) return;
      const told = await arrivals(this.settings.arrivals, keys, this.settings.user).catch(() => null);
      for (const [key, photo] of Object.entries(told?.arrived || {})) this.tell({ arrived: { key, photo } });
    }, WATCH);
  }

  hurry() {
    this.paces.clear();
    this.haltedUntil = 0;
    this.pump();
  }

  async pump() {
    clearTimeout(this.timer);
    if (this.pumping) {
      this.again = true;
      return;
    }
    this.pumping = true;
    do {
      this.again = false;
      for (let key = await this.due(); key; key = await this.due()) {
        await alone(`photos-of-${this.settings.user}`, () => this.attempt(key));
      }
    } while (this.again);
    this.pumping = false;
    this.sleep();
  }

  async due() {
    const now = Date.now();
    if (this.haltedUntil > now) return null;
    const ready = ({ key, refused }) => !refused && (this.paces.get(key)?.next || 0) <= now;
    return (await this.store.all()).find(ready)?.key;
  }

  async sleep() {
    const moments = (await this.store.all())
      .filter((job) => !job.refused)
      .map((job) => Math.max(this.paces.get(job.key)?.next || 0, this.haltedUntil));
    if (moments.length) {
      this.timer = setTimeout(() => this.pump(), Math.max(50, Math.min(...moments) - Date.now()));
    }
  }

  async attempt(key) {
    const job = await this.store.get(key);
    if (!job || job.refused) return; // another tab was faster
    const { settings } = this;
    this.sending = { key, stop: new AbortController() };
    this.tell({ progress: { key, percent: 0 } });
    try {
      // Its answer may have got lost the last time: then it need not be sent again.
      const { arrived, most } = await arrivals(settings.arrivals, [key], settings.user);
      this.halt = "";
      if (job.file.size > most) throw new Refused(settings.large);
      const moved = (percent) => this.tell({ progress: { key, percent } });
      const photo = arrived[key] || await send(job, settings, moved, this.sending.stop.signal);
      this.known.set(key, photo);
      await this.store.remove(key);
      this.tell({ arrived: { key, photo } });
    } catch (error) {
      await this.fail(job, error);
    } finally {
      this.sending = null;
      this.tell({ progress: null });
    }
  }

  async fail(job, error) {
    const { key } = job;
    if (error instanceof Refused) {
      await this.store.put({ ...job, refused: error.message });
    } else if (error instanceof Halted) {
      this.halt = error.message;
      this.haltedUntil = Date.now() + HALT;
    } else {
      const tries = (this.paces.get(key)?.tries || 0) + 1;
      const pause = PAUSES[Math.min(tries, PAUSES.length) - 1] * (0.8 + 0.4 * Math.random());
      this.paces.set(key, { tries, next: Date.now() + pause });
    }
  }

  tell(news) {
    this.channel?.postMessage(news);
    this.note(news);
  }

  hear(news) {
    this.note(news);
    if (news.changed) this.pump();
  }

  note(news) {
    if ("progress" in news) this.progress = news.progress;
    if (news.arrived) {
      const { key } = news.arrived;
      this.known.set(key, news.arrived.photo);
      this.dispatchEvent(new CustomEvent("arrived", { detail: news.arrived }));
    }
    if (news.gone) this.dispatchEvent(new CustomEvent("gone", { detail: { key: news.gone } }));
    this.dispatchEvent(new Event("change"));
  }
}

/* A name that nobody can guess. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* One tab at a time, where browsers can tell. Elsewhere two may send the same: it is taken once. */
function alone(name, work) {
  return navigator.locks ? navigator.locks.request(name, work) : work();
}

const holder = document.getElementById("photo-queue");
export const queue = holder && new PhotoQueue(holder.dataset);
queue?.pump();
