/* Under a story: replies in place, what this browser sent itself, and the form once it is touched.

   <div data-own-comments="/binh-luan/12/cua-toi/">   filled if a comment was sent from here lately
   <div data-own-sent="12">                           notes that one was
   <a data-reply="34">                                brings the form below the comment 34
   <div class="comment-box" data-form="…/comment-form.js" data-replying="Reply to"
        data-stop="Cancel"><form>…
   <section data-script="…/comment-thread.js">        likes, and more comments, once they are asked for

   Without it a reply is written on the form's own page, and the page that follows a comment tells
   what became of it. */

const KEPT_FOR = 30 * 24 * 3600_000;

const kept = (name) => {
  try {
    return localStorage.getItem(`comments-${name}`);
  } catch {
    return null;
  }
};

const sent = document.querySelector("[data-own-sent]");
if (sent) {
  try {
    localStorage.setItem(`comments-${sent.dataset.ownSent}`, Date.now());
  } catch {
    // Nothing may be stored here: the page that follows a comment still tells.
  }
}

const own = document.querySelector("[data-own-comments]");
if (own) {
  const url = own.dataset.ownComments;
  if (Date.now() - Number(kept(url.match(/\d+/)[0])) < KEPT_FOR) {
    fetch(url, { cache: "no-store" })
      .then((reply) => (reply.ok ? reply.text() : ""))
      .then((html) => (own.innerHTML = html))
      .catch(() => {}); // away: the page is whole without it
  }
}

const box = document.querySelector(".comment-box");
const form = box?.querySelector("form");
let home, told;

function stop() {
  form.elements.parent?.remove();
  told?.remove();
  if (home) home.replaceWith(box);
  home = told = null;
}

function reply(link) {
  const comment = link.closest(".comment");
  stop();
  home = document.createElement("span");
  box.replaceWith(home);
  comment.after(box);
  form.prepend(
    Object.assign(document.createElement("input"), {
      type: "hidden",
      name: "parent",
      value: link.dataset.reply,
    }),
  );
  told = document.createElement("p");
  told.className = "replying";
  const who = comment.querySelector("b").textContent;
  const cancel = document.createElement("button");
  cancel.type = "button";
  cancel.textContent = box.dataset.stop;
  cancel.addEventListener("click", () => {
    stop();
    link.focus();
  });
  told.append(`${box.dataset.replying} ${who} `, cancel);
  form.prepend(told);
}

/* Takes the form out of a thread that is about to be replaced, with all that is typed; returns what
   puts it below the same comment again. Where that is not shown, the reply goes on in its own place. */
function lift() {
  if (!home) return () => {};
  home.replaceWith(box);
  home = null;
  return () => {
    const comment = form.elements.parent.value;
    const link = document.querySelector(`[data-thread] a[data-reply="${comment}"]`);
    if (link) reply(link);
  };
}

if (form) {
  // Most readers only read: the rest of the form comes with the first touch.
  form.addEventListener("focusin", () => import(box.dataset.form).catch(() => {}), { once: true });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-reply]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    reply(link);
    form.elements.body.focus();
  });
}

const section = document.querySelector("section[data-script]");
const act = (link, deed) =>
  import(section.dataset.script)
    .then((script) => script[deed](link, lift))
    .catch(() => (location = link.href)); // its own page does the same

if (section) {
  if (kept("liked")) import(section.dataset.script).then((script) => script.mark()).catch(() => {});
  // A link that is a button is pressed by the space bar, too.
  section.addEventListener("keydown", (event) => {
    if (event.key !== " " || !event.target.matches("a[role=button]")) return;
    event.preventDefault();
    event.target.click();
  });
  section.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-like], a[data-part]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    act(link, "like" in link.dataset ? "like" : "part");
  });
}
