/* The story form: counts the headline, shows the chosen lead photo and proposes its words, and
   asks before typed text is left behind. Everything works without it.
   Markup: .story-columns[data-photo-words="…/0/words/"], the ids of Django's form. */
"use strict";
// Syllables: what handbooks and the papers' own averages agree on.
const LONG_HEADLINE = 14;
document.addEventListener("DOMContentLoaded", () => {
  const columns = document.querySelector(".story-columns");
  const form = document.getElementById("article_form");
  if (!columns || !form) return;

  // What is chosen last stands last, and is posted last: the order of printing.
  django.jQuery(columns).on("select2:select", "select[multiple]", (event) => {
    const chosen = String(event.params.data.id);
    event.target.append([...event.target.options].find((option) => option.value === chosen));
    django.jQuery(event.target).trigger("change");
  });

  const headline = document.getElementById("id_headline");
  if (headline) {
    const counter = document.createElement("output");
    counter.className = "counter";
    headline.after(counter);
    const count = () => {
      const syllables = headline.value.trim().split(/\s+/).filter(Boolean).length;
      counter.value = `${syllables} ${columns.dataset.syllables}`;
      counter.classList.toggle("over", syllables > LONG_HEADLINE);
    };
    headline.addEventListener("input", count);
    count();
  }

  const photo = document.getElementById("id_lead_photo");
  if (photo) {
    const image = new Image();
    image.className = "lead-thumbnail";
    image.alt = "";
    image.hidden = true;
    photo.closest(".form-row").append(image);
    let before = null;
    const show = async (propose) => {
      image.hidden = true;
      if (!photo.value) return;
      const answer = await fetch(columns.dataset.photoWords.replace("/0/", `/${photo.value}/`));
      if (!answer.ok) return;
      const words = await answer.json();
      image.src = words.thumbnail;
      image.hidden = false;
      for (const name of propose ? ["caption", "credit", "alt"] : []) {
        const input = document.getElementById(`id_lead_${name}`);
        // Only what is empty or came from the photo before: typed words are never replaced.
        if (!input.value || (before && input.value === before[name])) input.value = words[name];
      }
      before = words;
    };
    show(false);
    // Select2 announces changes through jQuery only.
    django.jQuery(photo).on("change", () => show(true));
  }

  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => {
    const editors = window.CKEDITOR ? Object.values(CKEDITOR.instances) : [];
    if (changed || editors.some((editor) => editor.checkDirty())) event.preventDefault();
  });
  form.addEventListener("submit", () => {
    for (const editor of window.CKEDITOR ? Object.values(CKEDITOR.instances) : []) {
      editor.updateElement();
      editor.resetDirty();
    }
  });
});
