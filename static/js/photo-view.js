/* A photo of the story, large, with its caption; arrows lead to the others.

   <figure><a class="enlarge" href="…webp"><picture>…<img alt="…"></picture>…</a>
     <figcaption>…</figcaption></figure>
   <dialog class="photo-view"><figure><figcaption></figcaption></figure>
     <span class="photo-view-count"></span>
     <button data-step="-1"> <button data-step="1"> <button data-close></dialog> */

const links = [...document.querySelectorAll("a.enlarge")];
const dialog = document.querySelector("dialog.photo-view");
const photo = new Image();
const caption = dialog.querySelector("figcaption");
const SWIPE = 50;
let at = 0;
caption.before(photo);

export function open(link) {
  show(links.indexOf(link));
  dialog.showModal();
}

function show(index) {
  at = (index + links.length) % links.length;
  const link = links[at];
  const words = link.closest("figure").querySelector("figcaption");
  // The picture of before must not stand over the words of the next.
  photo.removeAttribute("src");
  photo.alt = link.querySelector("img").alt;
  photo.src = link.href;
  caption.replaceChildren(...(words ? words.cloneNode(true).childNodes : []));
  dialog.querySelector(".photo-view-count").textContent =
    links.length > 1 ? `${at + 1}/${links.length}` : "";
  dialog.scrollTop = 0;
}

// A long graphic is read from top to bottom, not shrunk into the window.
photo.addEventListener("load", () => {
  dialog.classList.toggle("is-long", photo.naturalHeight > 2 * photo.naturalWidth);
});

for (const button of dialog.querySelectorAll("[data-step]")) {
  button.hidden = links.length < 2;
  button.addEventListener("click", () => show(at + Number(button.dataset.step)));
}

dialog.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!step || links.length < 2 || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  show(at + step);
});

// Beside the picture, and with the button; Escape is the dialog's own.
dialog.addEventListener("click", ({ target }) => {
  if (target.matches("dialog, figure") || target.closest("[data-close]")) dialog.close();
});
// To where the reader has come, not to where the reader began.
dialog.addEventListener("close", () => links[at].focus());

let touched = null;
dialog.addEventListener("touchstart", ({ touches }) => {
  touched = touches.length === 1 ? [touches[0].clientX, touches[0].clientY] : null;
}, { passive: true });
dialog.addEventListener("touchend", ({ changedTouches: [end] }) => {
  if (!touched || links.length < 2 || visualViewport.scale > 1.01) return;
  const [across, down] = [end.clientX - touched[0], end.clientY - touched[1]];
  if (Math.abs(across) > SWIPE && Math.abs(across) > 2 * Math.abs(down)) {
    show(at + (across < 0 ? 1 : -1));
  }
});
