/* The comment form: a counter, and a proof of work computed while the reader types.

   <form data-comment-form data-challenge="/binh-luan/12/thu-thach/" data-limit="2000">
     <textarea name="body"></textarea> <output data-counter></output>
     <p data-question><label>… <input name="answer"></label></p>   hidden once a proof is there
     <button data-busy="Đang gửi…">Gửi</button>
   </form>

   data-challenge  answers {ticket, challenge}; leave it out where reCAPTCHA is asked.
   data-again      sends by itself: nothing but a harder proof was missing.
   Hidden inputs `ticket` and `proof` are made when needed. Before sending, the form fires
   `comment-form:prepare`; listeners push promises onto event.detail to be waited for.
   What the answer tells of `who` writes is put into empty fields; <ul data-hints data-links="…"
   data-capitals="…" data-no-marks="…"> says what the writer may want to change.
   Without this module, or when anything in it fails, the form posts as it is and the server asks
   its question. Nothing typed is ever changed. */

import { solve } from "./proof.js";

const FRESH = 50 * 60_000; // A ticket lives 60 minutes.
const PATIENCE = 15_000; // Rather the server's question than a button that does nothing.
const LONG_PATIENCE = 90_000; // Of who was told that it takes a moment.

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/* As the server counts: NFC, code points, a line break is one, no space at the ends. */
export const length = (text) => [...text.normalize("NFC").trim()].length;

export function enhance(form) {
  const { challenge: url, limit } = form.dataset;
  const patience = "again" in form.dataset ? LONG_PATIENCE : PATIENCE;
  const { body } = form.elements;
  const counter = form.querySelector("[data-counter]");
  const question = form.querySelector("[data-question]");
  let state = "idle"; // preparing, ready, sent
  const hints = form.querySelector("[data-hints]");
  let proof, asked, button, label, timer, told = "", pausing;

  const answered = () => form.elements.answer?.value.trim();

  function put(name, value) {
    if (!form.elements[name]) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name }));
    }
    form.elements[name].value = value;
  }

  function prove() {
    if (url && window.crypto?.subtle && !answered() && !(proof && Date.now() - asked < FRESH)) {
      asked = Date.now();
      proof = fetchAndSolve().catch(() => (proof = null));
    }
    return proof;
  }

  async function fetchAndSolve() {
    const current = encodeURIComponent(form.elements.ticket?.value ?? "");
    const reply = await fetch(`${url}?ticket=${current}`, { cache: "no-store" });
    const { ticket, challenge, who } = await reply.json();
    introduce(who);
    if (!challenge) return; // This site asks reCAPTCHA, on the page that comes next.
    const solved = await solve(challenge);
    if (answered()) return; // That answer belongs to the ticket in the form.
    put("ticket", ticket);
    put("proof", solved);
    // The server's "wrong answer" stays in sight: perhaps it is the proof that did not hold.
    if (question && !question.matches(":focus-within")) {
      question.hidden = !question.querySelector("[aria-invalid=true]");
    }
  }

  /* Who the reader is, if that was to be remembered: nobody else's page could carry it. */
  function introduce(who) {
    for (const [name, value] of Object.entries(who ?? {})) {
      if (form.elements[name] && !form.elements[name].value) form.elements[name].value = value;
    }
    if (who?.name && form.elements.remember) form.elements.remember.checked = true;
  }

  /* Said once the reader pauses, and stops nobody. */
  function hint() {
    const text = body.value.normalize("NFC");
    const letters = text.match(/\p{L}/gu) ?? [];
    const capitals = letters.filter((letter) => letter !== letter.toLowerCase());
    const says = {
      links: /https?:\/\/|www\./i.test(text),
      capitals: letters.length > 20 && capitals.length > 0.7 * letters.length,
      noMarks: text.trim().split(/\s+/).length >= 8 && letters.every((letter) => letter < "\x80"),
    };
    const lines = Object.keys(says).filter((name) => says[name]);
    if (lines.join() === told) return;
    told = lines.join();
    hints.replaceChildren(
      ...lines.map((name) =>
        Object.assign(document.createElement("li"), { textContent: hints.dataset[name] }),
      ),
    );
  }

  function reset() {
    clearTimeout(timer);
    state = "idle";
    if (button) button.textContent = label;
    button = null;
  }

  async function submit(event) {
    if (state === "ready") {
      state = "sent";
      timer = setTimeout(reset, PATIENCE); // Perhaps it got stuck; the server knows repeats.
      return;
    }
    event.preventDefault();
    if (state !== "idle") return;
    state = "preparing";
    button = event.submitter;
    label = button?.textContent;
    if (button?.dataset.busy) button.textContent = button.dataset.busy;
    const waits = answered() ? [] : [prove()];
    form.dispatchEvent(new CustomEvent("comment-form:prepare", { detail: waits }));
    await Promise.race([Promise.allSettled(waits), pause(patience)]);
    await pause(0); // Browsers ignore requestSubmit() while this very event is still under way.
    if (state !== "preparing") return; // The reader left meanwhile, and came back.
    state = "ready";
    if (form.requestSubmit) form.requestSubmit(button);
    else form.submit(); // Safari 15
    if (state === "ready") reset(); // The browser found a field to complain about.
  }

  function count() {
    const used = length(body.value);
    counter.textContent = limit ? `${used}/${limit}` : used;
    counter.toggleAttribute("data-over", used > limit);
  }

  if (hints) {
    body.addEventListener("input", () => {
      clearTimeout(pausing);
      pausing = setTimeout(hint, 1_000);
    });
  }
  form.addEventListener("focusin", prove);
  if (form.contains(document.activeElement)) prove();
  form.addEventListener("submit", submit);
  if ("again" in form.dataset && url && window.crypto?.subtle && form.requestSubmit) {
    form.requestSubmit(form.querySelector("[data-busy]"));
  }
  addEventListener("pageshow", (event) => {
    if (event.persisted) reset(); // Back from the next page, with everything as it was left.
    if (counter) count(); // The browser restores the text before pageshow, without an event.
  });
  if (counter) {
    counter.setAttribute("aria-live", "off"); // Nobody wants every letter read out.
    body.addEventListener("input", count);
    count();
  }
}

document.querySelectorAll("form[data-comment-form]").forEach(enhance);
