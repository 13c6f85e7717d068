/* The story form: counts the headline, chooses the lead photo and proposes its words. Everything
   works without it.
   Markup: .story-columns with the data attributes of change_form.html, the ids of Django's form. */
import { leadPlace } from "./lead-place.js";
import { pickPhoto, proposeWords } from "./photo-picker.js";

const EMPTY = { caption: "", credit: "", alt: "", decorative: false };
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
    if (form.querySelector('.desk-bar[data-story=""]') && !headline.value) headline.focus();
  }

  const photo = document.getElementById("id_lead_photo");
  if (photo) leadPhoto(photo, columns.dataset);
});

/* The lead photo: a thumbnail and two buttons, in the place of Django's select. */
function leadPhoto(select, { photoPicker, photoWords, choose, change, remove, sending, toCome }) {
  const field = (name) => document.getElementById(`id_lead_${name}`);
  const box = document.createElement("div");
  box.className = "lead-chooser";
  const image = new Image();
  image.className = "lead-thumbnail";
  image.alt = "";
  const [pick, clear] = [choose, remove].map((label) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = label;
    return button;
  });
  clear.classList.add("bad");
  box.append(image, pick, clear);
  (select.closest(".related-widget-wrapper") || select).before(box);
  box.parentElement.classList.add("with-chooser");

  let before = null;
  const show = (words) => {
    before = words;
    clear.hidden = !words;
    image.hidden = !words?.thumbnail;
    if (words) image.src = words.thumbnail;
    pick.textContent = words ? change : choose;
  };
  const put = (name, value, quiet) => {
    const input = field(name);
    input[input.type === "checkbox" ? "checked" : "value"] = value;
    if (!quiet) input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const read = () => ({
    caption: field("caption").value,
    credit: field("credit").value,
    alt: field("alt").value,
    decorative: field("decorative").checked,
  });
  const set = (words, value, quiet = false) => {
    const proposed = proposeWords(read(), words || EMPTY, before);
    for (const [name, word] of Object.entries({ ...proposed, place: words?.place || "" })) put(name, word, quiet);
    select.replaceChildren(new Option("", ""), new Option(words?.caption || value, value, true, true));
    django.jQuery(select).trigger("change.select2");
    show(words);
    look();
  };
  // What arrives is no change that somebody made: the newsroom knows it too.
  const look = leadPlace(field("place"), box, { sending, toCome }, show, (it) => set(it, String(it.id), true));
  pick.addEventListener("click", async () => {
    const chosen = await pickPhoto(photoPicker);
    if (chosen) set(chosen, String(chosen.id));
    pick.focus();
  });
  clear.addEventListener("click", () => {
    set(null, "");
    pick.focus();
  });
  show(null);
  look();
  if (select.value) {
    fetch(photoWords.replace("/0/", `/${select.value}/`))
      .then((answer) => (answer.ok ? answer.json() : null))
      .then((words) => { if (words) show(words); })
      .catch(() => {});
  }
}
