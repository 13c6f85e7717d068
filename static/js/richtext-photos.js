/* The photos of a plain textarea, as a list under it: on a phone nobody has to read a figure's
   HTML. What is edited, moved or taken out there is written back into the text, and what is
   typed in the text shows in the list. Nothing is kept here: the text is all there is.
   Markup: ol.rich-text-photos with its texts as data attributes. */
import { proposeWords } from "./photo-picker.js";
import { queue } from "./photo-queue.js";
import { figureHtml } from "./richtext-dialogs.js";

const WAIT = 200;
const FIGURE = /<figure\b[^>]*>[\s\S]*?<\/figure>/gi;

export function listPhotos(textarea, tools) {
  const list = textarea.closest(".rich-text").querySelector(".rich-text-photos");
  if (!list) return;
  const text = list.dataset;

  const draw = async () => {
    fill();
    const figures = figuresOf(textarea.value);
    const items = await Promise.all(figures.map((figure, number) => item(figure, number, figures.length)));
    const focused = list.contains(document.activeElement) && document.activeElement.dataset;
    list.replaceChildren(...items);
    list.hidden = !items.length;
    if (focused?.act) list.children[focused.number]?.querySelector(`[data-act=${focused.act}]`)?.focus();
  };

  async function item(figure, number, count) {
    const row = document.createElement("li");
    const image = new Image(96, 64);
    image.alt = "";
    image.src = await pictureOf(figure);
    image.hidden = !image.getAttribute("src");
    const words = document.createElement("p");
    const caption = document.createElement("b");
    caption.textContent = figure.caption || (figure.id || figure.place ? text.lacksCaption : text.empty);
    const note = document.createElement("small");
    note.textContent = noteOf(figure, image.hidden);
    words.append(caption, " ", figure.credit ? `(${figure.credit})` : "", note);
    const buttons = document.createElement("div");
    const acts = [["edit", text.edit], ["up", text.up], ["down", text.down], ["remove", text.remove]];
    for (const [act, label] of acts) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = { up: "↑", down: "↓", remove: "×" }[act] || label;
      button.title = label;
      button.setAttribute("aria-label", `${label}: ${number + 1}/${count} ${figure.caption}`);
      Object.assign(button.dataset, { act, number });
      button.disabled = (act === "up" && !textarea.value.slice(0, figure.start).trim())
        || (act === "down" && !textarea.value.slice(figure.end).trim());
      button.onclick = () => change(act, number);
      buttons.append(button);
    }
    row.append(image, words, buttons);
    return row;
  }

  async function pictureOf({ id, place }) {
    if (/^[1-9]\d*$/.test(id)) return tools.image.replace("/0/", `/${id}/`);
    return (place && queue && await queue.preview(place)) || "";
  }

  function noteOf(figure, nothingToSee) {
    if (!figure.id && figure.place) return nothingToSee ? text.toCome : text.sending;
    if (!figure.id) return "";
    const lacks = [!figure.credit && text.lacksCredit, !figure.alt && !figure.decorative && text.lacksAlt];
    return lacks.filter(Boolean).join(" ");
  }

  async function change(act, number) {
    const figure = figuresOf(textarea.value)[number];
    if (!figure) return draw();
    if (act === "edit") {
      const answer = await tools.figure({ ...figure, image: await pictureOf(figure) });
      // The text may have moved meanwhile, or its photo have arrived.
      const now = figuresOf(textarea.value)[number];
      if (!answer || !now) return;
      if (answer === "remove") take(now);
      else put(now, figureHtml(answer));
    } else if (act === "remove") {
      take(figure);
    } else {
      move(figure, act);
    }
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
    await draw();
    if (act === "up" || act === "down") {
      const moved = figuresOf(textarea.value).findIndex(({ html }) => html === figure.html);
      list.children[moved]?.querySelector(`[data-act=${act}]`)?.focus();
    }
  }

  function put({ start, end }, html) {
    textarea.setRangeText(html, start, end, "preserve");
  }

  function take({ start, end }) {
    const { value } = textarea;
    textarea.value = joined(value.slice(0, start), value.slice(end));
  }

  /* Past one block: what stands between empty lines. */
  function move({ start, end, html }, way) {
    const before = textarea.value.slice(0, start).trimEnd();
    const after = textarea.value.slice(end).trimStart();
    if (way === "up") {
      const edge = Math.max(before.lastIndexOf("\n\n"), 0);
      textarea.value = joined(before.slice(0, edge), html, before.slice(edge), after);
    } else {
      const next = after.search(/\n[^\S\n]*\n/);
      const edge = next < 0 ? after.length : next;
      textarea.value = joined(before, after.slice(0, edge), html, after.slice(edge));
    }
  }

  /* What has arrived takes its place; the cursor stays where it is. */
  function fill() {
    // From behind, so that what is replaced moves nothing that still is to be.
    for (const figure of figuresOf(textarea.value).reverse()) {
      const photo = !figure.id && queue?.known.get(figure.place);
      if (photo) put(figure, figureHtml({ ...figure, ...proposeWords(figure, photo), id: photo.id }));
    }
  }

  queue?.addEventListener("arrived", draw);
  queue?.addEventListener("gone", draw);
  queue?.watch(() => figuresOf(textarea.value).filter(({ id }) => !id).map(({ place }) => place));

  let timer;
  textarea.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(draw, WAIT);
  });
  draw();
}

function joined(...parts) {
  return parts.map((part) => part.trim()).filter(Boolean).join("\n\n");
}

/* The photos written in `text`, with where they stand in it. */
function figuresOf(text) {
  const found = [];
  for (const match of text.matchAll(FIGURE)) {
    const page = new DOMParser().parseFromString(match[0], "text/html");
    const figure = page.querySelector("figure");
    if (!figure || figure.hasAttribute("data-embed")) continue;
    found.push({
      id: figure.dataset.photo || "",
      place: figure.dataset.place || "",
      align: /align-(left|center|right|wide|grid)/.exec(figure.className)?.[1] || "center",
      caption: figure.querySelector("figcaption")?.textContent.trim() || "",
      credit: figure.dataset.credit || "",
      alt: figure.dataset.alt || "",
      decorative: figure.hasAttribute("data-decorative"),
      start: match.index,
      end: match.index + match[0].length,
      html: match[0],
    });
  }
  return found;
}
