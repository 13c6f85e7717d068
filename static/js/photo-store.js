/* The photos that wait to be sent, kept by the browser: over closing the tab and a dead battery.
   One database for each person, so that on a phone of several nobody sends another's. Where the
   browser keeps nothing they wait in memory, and put() says so.
   A job: {key, name, file, at, refused}. */
const JOBS = "jobs";

export class PhotoStore {
  constructor(user) {
    this.memory = new Map();
    this.opening = open(`photos-of-${user}`).catch(() => null);
  }

  /* Resolves to whether the job outlives this page. */
  async put(job) {
    try {
      await this.do("readwrite", (jobs) => jobs.put(job));
      this.memory.delete(job.key);
      return true;
    } catch {
      this.memory.set(job.key, job);
      return false;
    }
  }

  async get(key) {
    return this.memory.get(key) || this.do("readonly", (jobs) => jobs.get(key)).catch(() => undefined);
  }

  /* Oldest first. */
  async all() {
    const kept = await this.do("readonly", (jobs) => jobs.getAll()).catch(() => []);
    return [...kept, ...this.memory.values()].sort((one, other) => one.at - other.at);
  }

  async remove(key) {
    this.memory.delete(key);
    await this.do("readwrite", (jobs) => jobs.delete(key)).catch(() => {});
  }

  async do(mode, ask) {
    const database = await this.opening;
    if (!database) throw new Error("nothing is kept here");
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(JOBS, mode);
      const asked = ask(transaction.objectStore(JOBS));
      // Not before it is on the disk: "kept" is a promise.
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onabort = () => reject(transaction.error);
      transaction.onerror = () => reject(transaction.error);
    });
  }
}

function open(name) {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(JOBS, { keyPath: "key" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error("blocked"));
  });
}
