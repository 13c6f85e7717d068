/* The moderators' desk without reloading: every verb behind a key, the next comments fetched ahead,
   what colleagues decide greyed within seconds.

   .cards[data-cards] holds .comment-card[data-pk][data-version], data-waits while undecided; their
   forms, #ticked and #undo post to the same addresses as without this module and get JSON here.

   Vietnamese input methods stay switched on: only digits, arrows, space and ? do something, none of
   them in a text field, during a composition, or as the key 229 that an input method has taken. */

import { carry, goOn, taken, typed } from "./typed-words.js";

const LOOK_EVERY = 4_000;
const AHEAD = 25;
const GREY_FOR = 6_000;

const list = document.querySelector("[data-cards]");
const words = list.dataset;
const bar = document.querySelector(".desk-bar");
const said = document.querySelector("[data-said]");
const keys = document.querySelector("[data-keys]");
const undoForm = document.getElementById("undo");
const ticked = document.getElementById("ticked");
const busy = new Set();
let next = words.next, fetching = false, newest = Number(words.newest), current = null;
let line = Promise.resolve(); // One decision after the other, in the order of the keys.

const all = () => [...list.querySelectorAll(".comment-card")];
const waiting = () => all().filter((card) => "waits" in card.dataset && !card.dataset.busy);
const cardOf = (pk) => document.getElementById(`c-${pk}`);

function say(text, bad = false) {
  said.textContent = text;
  said.classList.toggle("bad", bad);
}

// --- Where one is

function here() {
  const card = document.activeElement?.closest(".comment-card") ?? current;
  return card?.isConnected && card.closest("[data-cards]") ? card : null;
}

function go(card) {
  if (!card) return;
  current = card;
  card.focus({ preventScroll: true });
  const { top, bottom } = card.getBoundingClientRect();
  const above = bar.getBoundingClientRect();
  const isBelow = getComputedStyle(bar).position === "fixed"; // on phones, at the foot
  const room = isBelow ? { top: 8, bottom: above.top } : { top: above.height + 16, bottom: innerHeight };
  if (top < room.top || bottom > room.bottom) {
    scrollBy({ top: top - room.top, behavior: "instant" });
  }
}

function neighbour(card, by) {
  const cards = all().filter((each) => !each.dataset.busy);
  const at = card ? cards.indexOf(card) : by > 0 ? -1 : cards.length;
  return cards[at + by];
}

/* The next undecided one; at the end the one before. */
function onward(card) {
  const cards = all();
  const at = cards.indexOf(card);
  const open = (each) => "waits" in each.dataset && !each.dataset.busy;
  return cards.slice(at + 1).find(open) ?? cards.slice(0, at).reverse().find(open);
}

// --- Speaking with the newsroom

async function ask(url, options = {}) {
  const reply = await fetch(url, { ...options, headers: { Accept: "application/json" } });
  if (!reply.headers.get("Content-Type")?.includes("json")) {
    throw Object.assign(new Error(reply.status), { out: reply.redirected, status: reply.status });
  }
  return reply.json();
}

/* After a login in another tab the tokens of this page are no good any more. */
async function renew() {
  const html = await (await fetch(location.href)).text();
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const token = fresh.querySelector("#ticked [name=csrfmiddlewaretoken]")?.value;
  if (!token) return false;
  document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((each) => (each.value = token));
  return true;
}

async function post(url, data) {
  const send = () => ask(url, { method: "POST", body: data() });
  try {
    return await send();
  } catch (error) {
    if (error.status === 403 && (await renew().catch(() => false))) return send();
    throw error;
  }
}

function trouble(error) {
  say(error.out || error.status === 403 ? words.out : words.away, true);
}

// --- Cards

function replace(card, { html }) {
  const focused = here() === card;
  const mould = document.createElement("template");
  mould.innerHTML = html;
  const fresh = mould.content.querySelector(".comment-card");
  const writing = carry(card, fresh, words.typed);
  card.replaceWith(fresh);
  if (focused) go(fresh);
  if (writing) goOn(writing);
  return fresh;
}

/* A decided card goes; with words that somebody typed it stays, greyed, for them to be copied. */
function drop(card) {
  if (typed(card).length) return;
  const focused = here() === card;
  const then = focused ? onward(card) : null;
  card.remove();
  if (then) go(then);
  if (!all().length && !next) {
    const empty = document.createElement("p");
    empty.className = "nothing-left";
    empty.textContent = words.empty;
    list.replaceChildren(empty);
  }
}

function count(counts) {
  for (const [key, number] of Object.entries(counts ?? {})) {
    const badge = document.querySelector(`[data-count="${key}"]`);
    if (badge) badge.textContent = number;
  }
}

function settle(drawn) {
  const card = cardOf(drawn.pk);
  if (!card) return;
  if (!drawn.waits && words.oldest && !typed(card).length) drop(card);
  else replace(card, drawn);
}

/* Fetches the next comments before the list runs dry. */
async function fetchAhead() {
  if (!next || fetching || waiting().length >= AHEAD) return;
  fetching = true;
  try {
    const reply = await fetch(`${next}&part=cards`);
    if (!reply.ok || reply.redirected) return;
    const mould = document.createElement("template");
    mould.innerHTML = await reply.text();
    for (const card of mould.content.querySelectorAll(".comment-card")) {
      if (!cardOf(card.dataset.pk)) list.append(card);
    }
    next = reply.headers.get("X-Next") ?? "";
    document.querySelector("[data-pager]")?.toggleAttribute("hidden", !next);
    document.querySelector("[data-pager] a")?.setAttribute("href", next || "#");
    if (words.oldest && !here()) go(waiting()[0]);
  } catch {
    // Away for a moment: tried again at the next decision.
  } finally {
    fetching = false;
  }
}

// --- Deciding

/* Whether a card is about to be rejected without a reason: then it is asked for, and nothing sent. */
function lacksReason(card, button) {
  if (!button.value.startsWith("reject:") || card.querySelector(".rejection :checked")) return false;
  card.querySelector(".rejection").open = true;
  say(words.reason, true);
  return true;
}

function decide(form, button, chosen = []) {
  const cards = chosen.length ? chosen : [form.closest(".comment-card")];
  const data = new FormData(form, button);
  const stays = /^(edit|mask|answer|$)/.test(button.value); // to block somebody has no value
  for (const card of cards) {
    card.dataset.busy = "1";
    busy.add(card.dataset.pk);
  }
  if (!stays) go(onward(cards.at(-1)));
  fetchAhead(); // Now: who decides faster than the server answers must not run out of cards.
  const url = button.getAttribute("formaction") ?? form.action;
  line = line.then(async () => {
    try {
      const reply = await post(url, () => {
        data.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
        return data;
      });
      say(reply.told.join(" "), !reply.good);
      for (const card of cards) delete card.dataset.busy;
      if (!chosen.length && reply.good) taken(cards[0], button, data);
      reply.cards?.forEach(settle);
      count(reply.counts);
      if (!reply.cards && !reply.good) go(cards[0]); // refused: it waits still
      if (!here()) go(waiting()[0]);
    } catch (error) {
      for (const card of cards) delete card.dataset.busy;
      trouble(error);
      go(cards[0]);
    } finally {
      for (const card of cards) busy.delete(card.dataset.pk);
      showTicks();
    }
  });
  line.then(fetchAhead);
}

function undo() {
  line = line.then(async () => {
    try {
      const reply = await post(undoForm.action, () => new FormData(undoForm));
      say(reply.told.join(" "), !reply.good);
      count(reply.counts);
      for (const drawn of reply.cards ?? []) {
        const there = cardOf(drawn.pk);
        if (!there && !drawn.waits && words.oldest) continue; // it stands in another queue
        if (there) {
          go(replace(there, drawn));
          continue;
        }
        const mould = document.createElement("template");
        mould.innerHTML = drawn.html;
        const card = mould.content.querySelector(".comment-card");
        list.querySelector(".nothing-left")?.remove();
        const before = here();
        if (before) before.before(card);
        else list.prepend(card);
        go(card);
      }
    } catch (error) {
      trouble(error);
    }
  });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  if (form === undoForm) {
    event.preventDefault();
    undo();
  } else if (form === ticked && button?.name) {
    event.preventDefault();
    const chosen = all().filter((card) => card.querySelector("[name=item]")?.checked);
    if (chosen.length) decide(form, button, chosen);
  } else if (form.matches(".comment-card .verdict") && button && form.closest("[data-cards]")) {
    event.preventDefault();
    const card = form.closest(".comment-card");
    if (!card.dataset.busy && !lacksReason(card, button)) decide(form, button);
  }
});

function showTicks() {
  const number = list.querySelectorAll("[name=item]:checked").length;
  const told = document.querySelector("[data-ticked]");
  told.hidden = !number;
  ticked.hidden = !number; // Nothing to press while nothing is ticked.
  told.textContent = `${number} ${words.ticks}`;
}
list.addEventListener("change", showTicks);
list.addEventListener("focusin", (event) => {
  current = event.target.closest(".comment-card") ?? current;
});

// --- Keys

const isText = (element) =>
  element.closest("textarea, select, input:not([type=checkbox], [type=radio]), [contenteditable]");

function press(card, verb) {
  const button = card?.querySelector(`button[name=decide][value^="${verb}:"]`);
  if (button && !card.dataset.busy) button.form.requestSubmit(button);
}

function open(card, key) {
  const details = card?.querySelector(`details[data-key="${key}"]`);
  if (!details) return null;
  details.open = true;
  return details;
}

function close(card) {
  card.querySelectorAll("details[open]").forEach((details) => (details.open = false));
  go(card);
}

function reject(card, number) {
  const reasons = card.querySelectorAll(".rejection input[type=radio]");
  if (!reasons[number - 1]) return;
  reasons[number - 1].checked = true;
  press(card, "reject");
}

function digit(card, number) {
  if (card?.querySelector(".rejection[open]") && number) return reject(card, number);
  if (number === 0) return undo();
  if (number === 1) press(card, card?.querySelector("[value^='keep:']") ? "keep" : "approve");
  else if (number === 2) open(card, 2);
  else if (number === 3) press(card, "spam");
  else if (number === 4) open(card, 4)?.querySelector("textarea").focus();
  else if (number === 5) press(card, "mask");
  else if (number === 6) press(card, "forward");
}

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.isComposing || event.keyCode === 229 || key === "Process") return;
  if (event.altKey || event.metaKey || keys.open) return;
  const card = here();
  if (isText(target)) {
    if (key === "Escape" && target.closest(".comment-card")) close(target.closest(".comment-card"));
    if (key === "Enter" && event.ctrlKey && target.matches("textarea")) {
      event.preventDefault();
      press(target.closest(".comment-card"), target.name.startsWith("answer") ? "answer" : "edit");
    }
    return;
  }
  if (event.ctrlKey) return;
  if (key === "ArrowDown" || key === "ArrowUp") {
    event.preventDefault();
    go(neighbour(card, key === "ArrowDown" ? 1 : -1));
  } else if (event.repeat) {
    // A key that is held down decides once.
  } else if (/^[0-9]$/.test(key)) {
    event.preventDefault();
    digit(card, Number(key));
  } else if (key === "?") {
    keys.showModal();
  } else if (key === "Escape" && card) {
    close(card);
  } else if (key === " " && card && target === card) {
    event.preventDefault();
    card.querySelector("[name=item]").click();
  }
});

const help = document.querySelector("[data-help]");
help.hidden = false;
help.addEventListener("click", () => keys.showModal());

// --- Colleagues

async function look() {
  if (document.hidden) return;
  const on = all()
    .filter((card) => !busy.has(card.dataset.pk))
    .map((card) => `${card.dataset.pk}:${card.dataset.version}`)
    .join(",");
  const query = encodeURIComponent(words.query ?? "");
  try {
    const state = await ask(`${words.state}?on=${on}&query=${query}`, { cache: "no-store" });
    count(state.counts);
    for (const drawn of state.changed) {
      const card = cardOf(drawn.pk);
      if (!card || busy.has(String(drawn.pk)) || card.dataset.version === String(drawn.version)) {
        continue;
      }
      const typing = isText(document.activeElement) && card.contains(document.activeElement);
      if (typing) continue; // The answer to what is typed will say who was first.
      const fresh = replace(card, drawn);
      if (drawn.waits) {
        if (typed(fresh).length) say(words.changed, true);
        continue;
      }
      say(`${drawn.by}: ${drawn.status}`);
      if (words.oldest) setTimeout(() => fresh.isConnected && drop(fresh), GREY_FOR);
    }
    newest = Math.max(newest, ...all().map((card) => Number(card.dataset.pk))); // fetched ahead, too
    if (words.oldest && state.newest > newest && !next) {
      newest = state.newest;
      offer();
    }
  } catch {
    // Away, or logged out: the next decision will say so.
  }
}

/* What arrived since is shown when asked for, so that nothing moves under a finger. */
function offer() {
  const note = document.querySelector(".new-ones") ?? document.createElement("p");
  note.className = "new-ones";
  const link = document.createElement("a");
  link.href = location.href;
  link.textContent = words.load;
  note.replaceChildren(`${words.more} `, link);
  list.before(note);
}

addEventListener("beforeunload", (event) => {
  if (all().some((card) => typed(card).length)) event.preventDefault();
});
setInterval(look, LOOK_EVERY);
showTicks();
fetchAhead();
