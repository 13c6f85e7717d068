/* The row "for all photos": a button beside each field fills it in at once, so that single photos
   can be changed afterwards. Without it the server fills in when the page is saved.
   Markup: form.photo-captions[data-fill][data-filled], fieldset.for-all, .field[data-name]. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector(".photo-captions");
  if (!form) return;
  for (const field of form.querySelectorAll(".for-all .field")) {
    const source = field.querySelector("input, select, textarea");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = form.dataset.fill;
    button.setAttribute("aria-label", `${form.dataset.fill}: ${field.querySelector("label").textContent}`);
    const fill = () => {
      if (!source.value.trim()) return;
      for (const target of form.querySelectorAll(`.caption-row [data-name=${field.dataset.name}] :is(input, select, textarea)`)) {
        target.value = source.value;
      }
      source.value = "";
      form.querySelector(".for-all [role=status]").textContent = form.dataset.filled;
    };
    button.addEventListener("click", fill);
    source.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      fill();
    });
    field.append(button);
  }
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
});
