/* What a person sees of photo-queue.js on every page of the newsroom: how many photos wait, why,
   and what can be done about each. Markup: details#photo-queue with its texts as data attributes,
   summary, ul. */
import { queue } from "./photo-queue.js";

const box = document.getElementById("photo-queue");
const DONE_SHOWN = 6000;

if (queue) {
  const text = box.dataset;
  const summary = box.querySelector("summary");
  const list = box.querySelector("ul");
  const rows = new Map();
  let last = 0;
  let someArrived = false;
  let drawing = Promise.resolve();

  const count = (number, one, many) => (number === 1 ? one : many.replace("{count}", number));

  function stateOf(job) {
    if (job.refused) return ["refused", `${text.refused} ${job.refused}`];
    if (queue.halt) return ["halted", queue.halt === "login" ? text.login : text.other];
    if (job.percent !== null) return ["sending", job.percent < 100 ? `${text.sending} ${job.percent} %` : text.working];
    if (!navigator.onLine) return ["waiting", text.offline];
    return job.tries ? ["waiting", text.line] : ["waiting", text.next];
  }

  function makeRow(key) {
    const item = document.createElement("li");
    const image = new Image(48, 48);
    image.alt = "";
    queue.preview(key).then((address) => { if (address) image.src = address; });
    const words = document.createElement("span");
    words.className = "photo-queue-words";
    const name = document.createElement("b");
    const state = document.createElement("span");
    const progress = document.createElement("progress");
    progress.max = 100;
    words.append(name, state, progress);
    const [retry, remove] = [text.retry, text.remove].map((label) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      return button;
    });
    retry.addEventListener("click", () => queue.retry(key));
    remove.addEventListener("click", () => { if (window.confirm(text.sure)) queue.remove(key); });
    item.append(image, words, retry, remove);
    return { item, name, state, progress, retry, remove };
  }

  function show(job) {
    if (!rows.has(job.key)) rows.set(job.key, makeRow(job.key));
    const row = rows.get(job.key);
    const [kind, words] = stateOf(job);
    row.item.className = kind;
    row.name.textContent = job.name || text.picture;
    row.state.textContent = words;
    row.progress.hidden = kind !== "sending";
    row.progress.value = job.percent || 0;
    row.progress.setAttribute("aria-label", row.name.textContent);
    row.retry.hidden = kind === "sending" || kind === "halted";
    for (const button of [row.retry, row.remove]) button.setAttribute("aria-label", `${button.textContent}: ${row.name.textContent}`);
    if (!row.item.isConnected) list.append(row.item);
  }

  async function draw() {
    const jobs = await queue.waiting();
    const keys = new Set(jobs.map(({ key }) => key));
    for (const [key, { item }] of rows) {
      if (!keys.has(key)) { item.remove(); rows.delete(key); }
    }
    jobs.forEach(show);
    const refused = jobs.filter((job) => job.refused).length;
    const open = jobs.length - refused;
    box.classList.toggle("troubled", Boolean(refused || (open && queue.halt)));
    box.querySelector("a").hidden = !(open && queue.halt === "login");
    if (jobs.length) {
      box.hidden = false;
      box.classList.remove("done");
      const parts = [open && count(open, text.one, text.many), refused && count(refused, text.refusedOne, text.refusedMany)];
      say(parts.filter(Boolean).join(" · "));
    } else if (last && !someArrived) {
      box.hidden = true; // given up, all of them
    } else if (last) {
      box.open = someArrived = false;
      box.classList.add("done");
      say(text.done);
      setTimeout(() => { if (!rows.size) box.hidden = true; }, DONE_SHOWN);
    }
    last = jobs.length;
  }

  // Only when it changes: a screen reader would read every percent.
  function say(words) {
    if (summary.textContent !== words) summary.textContent = words;
  }

  const redraw = () => { drawing = drawing.then(draw); };
  queue.addEventListener("change", redraw);
  queue.addEventListener("arrived", () => { someArrived = true; });
  window.addEventListener("online", redraw);
  window.addEventListener("offline", redraw);
  redraw();
}
