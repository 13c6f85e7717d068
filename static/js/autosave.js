/* Keeps what is typed into the story form: in this browser at once, in the newsroom seconds after
   the last edit; and says where it is kept, who else has the story open, and whether they saved.
   Markup: .desk-bar within the form, with its addresses and words as data attributes; the hidden
   fields tab, key, writer, _over, _serial and base_revision. Nothing here saves the story itself. */
import { forgetHere, keepHere, post, send, token } from "./unsent.js";

const LOCAL_PAUSE = 400;
const PAUSE = 2000; // after the last edit
const LONGEST_PAUSE = 8000; // while somebody types on and on
const SIGN_OF_LIFE = 15000;
// Meta fields of the form, which are no text.
const META = ["csrfmiddlewaretoken", "tab", "key", "writer"];

const bar = document.querySelector(".desk-bar");
if (bar) watch(bar, bar.closest("form"));

function watch(bar, form) {
  const words = bar.dataset;
  const [state, more, others, newer] = ["state", "more", "others", "newer"]
    .map((part) => bar.querySelector(`.desk-bar-${part}`));
  const field = (name) => form.elements.namedItem(name).value;
  let baseline = text();
  let over = field("_over");
  let serial = 0; // of the last edit
  const before = Number(field("_serial")); // of the last one when this form was posted, and came back
  let kept = 0; // of the last edit that the newsroom has
  let here = true; // is the last edit in this browser's storage?
  let waiting = null;
  let waitingSince = 0;
  let localTimer = null;
  let sending = false;
  let leaving = false;
  let reached = false; // did the newsroom answer where the browser says that it cannot?
  let lastSign = 0;

  function text() {
    return JSON.stringify([...new FormData(form)].filter(
      ([name, value]) => typeof value === "string" && !name.startsWith("_") && !META.includes(name),
    ));
  }

  const record = (fields) => ({
    writer: field("writer"), story: words.story, key: field("key"), tab: field("tab"),
    over, serial, fields,
  });

  /* Not every widget says so when it changes a field: asked after each sign of a person. */
  function look() {
    const now = text();
    if (now === baseline) return;
    baseline = now;
    serial = Math.max(Date.now(), serial + 1, before + 1);
    here = keepHere(record(JSON.parse(now)));
    if (!sending) say(here ? words.sending : words.lost);
    plan(PAUSE);
  }

  function edited() {
    clearTimeout(localTimer);
    localTimer = setTimeout(look, LOCAL_PAUSE);
  }

  function plan(pause) {
    const now = Date.now();
    waitingSince = waiting ? waitingSince : now;
    clearTimeout(waiting);
    waiting = setTimeout(sync, Math.max(0, Math.min(pause, waitingSince + LONGEST_PAUSE - now)));
  }

  async function sync({ alive = false } = {}) {
    clearTimeout(waiting);
    waiting = null;
    if (sending || leaving || kept === serial) return;
    sending = true;
    const sent = record(JSON.parse(baseline));
    const answer = await send(sent, words.autosave, { alive });
    sending = false;
    if (answer.problem) {
      trouble(answer);
      plan(LONGEST_PAUSE);
      return;
    }
    kept = sent.serial;
    over = answer.over || over;
    forgetHere(sent);
    around(answer);
    if (kept === serial) say(words.kept.replace("{at}", answer.at));
    else plan(PAUSE);
  }

  /* Some machines say that they have no line, and have one: only the newsroom itself knows. */
  async function tryAgain(button) {
    try {
      await fetch(words.login, { method: "HEAD", redirect: "manual", signal: AbortSignal.timeout(LONGEST_PAUSE) });
    } catch {
      return;
    }
    reached = true;
    form.requestSubmit(button);
    reached = false;
  }

  function say(message, kind = "") {
    state.value = message;
    bar.dataset.kind = kind;
    more.hidden = true;
  }

  function trouble({ problem, name, at, look: address }) {
    const reason = {
      offline: words.offline,
      loggedOut: words.loggedOut,
      closed: words.closed,
      somebody: words.somebody.replace("{name}", name),
      elsewhere: words.elsewhere.replace("{at}", at),
    }[problem];
    const place = here ? words.local : words.lost;
    say(serial ? `${place} – ${reason}` : reason, here ? "local" : "lost");
    if (problem === "loggedOut") link(words.logIn, words.login);
    if (problem === "elsewhere") link(words.look, address);
    if (problem === "somebody" || problem === "closed" || !here) offerDownload();
  }

  function link(label, address) {
    const anchor = document.createElement("a");
    anchor.textContent = label;
    anchor.href = address;
    anchor.target = "_blank";
    more.replaceChildren(anchor);
    more.hidden = false;
    return anchor;
  }

  function offerDownload() {
    const labels = (name) => form.querySelector(`label[for="id_${name}"]`)?.textContent.trim();
    const lines = JSON.parse(baseline).filter(([, value]) => value.trim())
      .map(([name, value]) => `${labels(name) || name}\n${value}\n`);
    const file = URL.createObjectURL(new Blob([lines.join("\n")], { type: "text/plain" }));
    link(words.download, file).download = `${(field("headline") || "bai").slice(0, 60)}.txt`;
  }

  function around(answer) {
    lastSign = Date.now();
    if (!answer.others) return;
    const names = answer.others.join(", ");
    others.textContent = names && words.editing.replace("{names}", names);
    newer.hidden = !answer.newer;
    if (!answer.newer) return;
    newer.textContent = words.newer.replace("{name}", answer.newer.name).replace("{at}", answer.newer.at);
  }

  async function sign() {
    if (!words.here || document.hidden || Date.now() - lastSign < SIGN_OF_LIFE) return;
    lastSign = Date.now();
    const body = new FormData();
    body.set("tab", field("tab"));
    body.set("base_revision", field("base_revision"));
    const answer = await post(words.here, body);
    if (!answer.problem) around(answer);
    else if (answer.problem === "loggedOut" && kept === serial) {
      say(words.loggedOut, "local");
      link(words.logIn, words.login);
    }
  }

  /* Text of this story that a closed window could not send: newsroom.js found and sent it. */
  function arrived({ detail: { record: old, answer } }) {
    if (serial || (words.story ? old.story !== words.story : old.story)) return;
    // What the save took in already is no news.
    if (answer.saved || (answer.problem && answer.problem !== "elsewhere")) return;
    trouble({ ...answer, problem: "elsewhere" });
  }

  for (const kind of ["input", "change", "click", "keyup"]) form.addEventListener(kind, edited);
  form.addEventListener("editor-ready", () => { if (!serial) baseline = text(); });
  form.addEventListener("submit", (event) => {
    look();
    if (navigator.onLine === false && !reached) {
      // The browser would put its own page of error in the place of the form.
      event.preventDefault();
      say(`${words.unsent} ${here ? words.local : words.lost}`, here ? "local" : "lost");
      tryAgain(event.submitter);
      return;
    }
    leaving = true;
    form.elements.namedItem("_serial").value = serial || before;
    if (token()) form.elements.namedItem("csrfmiddlewaretoken").value = token();
    // An answer that never comes leaves the form open, and its text to be kept.
    setTimeout(() => { leaving = false; sync(); }, 3 * LONGEST_PAUSE);
  });
  window.addEventListener("pageshow", () => { leaving = false; });
  for (const kind of ["online", "focus"]) window.addEventListener(kind, () => sync());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      look();
      sync({ alive: true });
    } else sign();
  });
  window.addEventListener("pagehide", () => {
    look();
    if (!words.here) return;
    const body = new FormData();
    body.set("leave", "1");
    body.set("csrfmiddlewaretoken", token());
    navigator.sendBeacon(words.here, body);
  });
  window.addEventListener("beforeunload", (event) => {
    look();
    if (!leaving && !here && kept !== serial) event.preventDefault();
  });
  setInterval(sign, SIGN_OF_LIFE);
  sign();
  document.addEventListener("unsent-arrived", arrived);
}
