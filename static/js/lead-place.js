/* The lead photo while it is on its way: what is shown in its place, and what happens when it is
   there. `field` is the hidden input with the key of the place; `arrive(photo)` puts the photo in.
   Returns look(), to be called when the key has changed. */
import { queue } from "./photo-queue.js";

export function leadPlace(field, box, { sending, toCome }, show, arrive) {
  const note = document.createElement("p");
  note.className = "lead-to-come";
  box.append(note);

  async function look() {
    const key = field.value;
    note.hidden = !key;
    if (!key) return;
    if (queue?.known.has(key)) return arrive(queue.known.get(key));
    const thumbnail = (await queue?.preview(key)) || "";
    if (field.value !== key) return;
    note.textContent = thumbnail ? sending : toCome;
    show({ caption: "", credit: "", alt: "", decorative: false, thumbnail });
  }

  queue?.addEventListener("arrived", ({ detail }) => { if (detail.key === field.value) look(); });
  queue?.watch(() => [field.value]);
  return look;
}
