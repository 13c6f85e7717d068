/* What comments.js fetches once a reader wants it: likes, and more comments in their place.

   <a href="/binh-luan/y-kien/34/thich/" data-like="34">Thích <span>12</span></a>
   <div data-thread> … <a href="…" data-part>         another order, or the next page of comments

   Whatever goes wrong, the address of the link is a page that does the same. */

import { solve } from "./proof.js";

const NAME = "comments-liked";
const MOST = 500;

function liked() {
  try {
    return JSON.parse(localStorage.getItem(NAME)) ?? [];
  } catch {
    return [];
  }
}

function remember(comment, on) {
  const others = liked().filter((each) => each !== comment);
  try {
    localStorage.setItem(NAME, JSON.stringify(on ? [...others, comment].slice(-MOST) : others));
  } catch {
    // Nothing may be stored here: the server knows.
  }
}

/* What this browser likes looks so. */
export function mark() {
  const mine = new Set(liked());
  for (const link of document.querySelectorAll("a[data-like]")) {
    link.setAttribute("role", "button");
    link.setAttribute("aria-pressed", mine.has(link.dataset.like));
  }
}

async function send(url, fields) {
  const headers = { Accept: "application/json" };
  const body = new URLSearchParams(fields);
  const reply = await fetch(url, { method: "POST", headers, body, cache: "no-store" });
  if (!reply.ok) throw new Error(reply.status);
  return reply.json();
}

export async function like(link) {
  if (link.dataset.busy) return;
  link.dataset.busy = "";
  const comment = link.dataset.like;
  const fields = liked().includes(comment) ? { off: 1 } : {};
  try {
    let told = await send(link.href, fields);
    if (told.challenge) {
      // Asked once of a browser, as it is of who writes.
      const proof = await solve(told.challenge);
      told = await send(link.href, { ...fields, ticket: told.ticket, proof });
    }
    if (!("likes" in told)) throw new Error("not counted");
    remember(comment, told.on);
    for (const each of document.querySelectorAll(`a[data-like="${comment}"] span`)) {
      each.textContent = told.likes || "";
    }
    mark();
  } finally {
    delete link.dataset.busy;
  }
}

/* Another order takes the place of what is there; the next page goes below it.

   `lift`: takes a reply that is being written out of it, and returns what puts it back. */
export async function part(link, lift) {
  const reply = await fetch(link.href);
  if (!reply.ok) throw new Error(reply.status);
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  const come = page.querySelector("[data-thread]");
  const there = link.closest("[data-thread]");
  if (link.rel.includes("next")) {
    const list = there.querySelector(":scope > ol:last-of-type");
    const known = new Set([...there.querySelectorAll(".comment")].map((each) => each.id));
    const rows = [...come.querySelectorAll(":scope > ol:last-of-type > li")];
    const fresh = rows.filter((row) => !known.has(row.querySelector("[id]")?.id));
    list.append(...fresh);
    const next = come.querySelector("a[rel~=next]");
    const nav = link.closest("nav");
    if (next) link.replaceWith(next);
    else nav.remove();
    const first = fresh[0]?.querySelector(".comment-head a");
    first?.focus();
  } else {
    const putBack = lift();
    there.replaceWith(come);
    putBack();
    come.querySelector("[aria-current]")?.focus();
  }
  mark();
}
