/* The small dialogs beside the text: words of a photo, a video, a link. They work on plain
   objects, and know neither the editor nor the textarea.
   Markup: .rich-text[data-picker][data-links][data-too-long] > template > dialog[data-ask]. */
import { fetchText, photoById, pickPhoto, pickPhotos, proposeWords } from "./photo-picker.js";
import { queue } from "./photo-queue.js";

const WAIT = 250;

export class Tools {
  constructor(box) {
    this.picker = box.dataset.picker;
    this.links = box.dataset.links;
    this.image = box.dataset.image;
    this.tooLong = box.dataset.tooLong;
    this.template = box.querySelector("template");
  }

  /* New photos with their words {id, place, image, caption, credit, alt, decorative, align}.
     Several become a gallery, whose words are written later. */
  async newFigures() {
    const photos = await pickPhotos(this.picker);
    const align = photos.length > 1 ? "grid" : "center";
    const figures = photos.map((photo) => ({ align, ...proposeWords({}, photo), ...shown(photo) }));
    if (figures.length !== 1) return figures;
    return [await this.figure(figures[0], { isNew: true })].filter(Boolean);
  }

  /* The same figure with other words, "remove", or null when nothing is to change. */
  async figure(figure, { isNew = false } = {}) {
    let current = figure;
    return this.ask("figure", figure, isNew, (dialog, read, write) => {
      const image = dialog.querySelector("[data-shown]");
      const note = dialog.querySelector("[data-to-come]");
      const show = () => {
        image.hidden = !current.image;
        image.src = current.image;
        note.hidden = Boolean(current.id);
      };
      show();
      const arrived = ({ detail: { key, photo } }) => {
        if (!dialog.isConnected) return queue.removeEventListener("arrived", arrived);
        if (key !== current.place) return;
        current = { ...current, ...shown(photo) };
        write(proposeWords(read(), photo));
        show();
      };
      queue?.addEventListener("arrived", arrived);
      if (queue?.known.has(current.place)) arrived({ detail: { key: current.place, photo: queue.known.get(current.place) } });
      dialog.querySelector("[data-again]").onclick = async () => {
        const photo = await pickPhoto(this.picker);
        if (!photo) return;
        // The words of the photo before go with it: nobody's credit stays under another's photo.
        const before = current.id ? await photoById(current.id, this.picker) : null;
        current = { ...proposeWords(read(), photo, before), ...shown(photo) };
        show();
        write(current);
      };
    }).then((answer) => (answer?.align ? { ...current, ...answer } : answer));
  }

  video(video, { isNew = false } = {}) {
    return this.ask("video", video, isNew);
  }

  /* {address, headline?}; the headline is that of our story, if one was chosen. */
  link(link, { isNew = false } = {}) {
    return this.ask("link", link, isNew, (dialog) => this.offerStories(dialog));
  }

  offerStories(dialog) {
    const field = dialog.querySelector("[data-search]");
    const list = dialog.querySelector(".link-stories");
    const address = dialog.querySelector("[name=address]");
    dialog.extra = () => (address.value === list.dataset.address ? { headline: list.dataset.headline } : {});
    const search = async () => {
      const asked = field.value;
      const { stories } = JSON.parse(await fetchText(`${this.links}?${new URLSearchParams({ q: asked })}`));
      if (asked !== field.value) return;
      list.replaceChildren(...stories.map((story) => storyItem(story, () => {
        Object.assign(list.dataset, story);
        address.value = story.address;
        address.focus();
      })));
      if (!stories.length) list.textContent = list.dataset.none;
    };
    let timer;
    field.oninput = () => { clearTimeout(timer); timer = setTimeout(search, WAIT); };
    field.onkeydown = (event) => {
      if (event.key === "Enter") { event.preventDefault(); search(); }
      if (event.key === "ArrowDown") { event.preventDefault(); list.querySelector("button")?.focus(); }
    };
    list.onkeydown = (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const buttons = [...list.querySelectorAll("button")];
      (buttons[buttons.indexOf(document.activeElement) + step] || field).focus();
    };
    field.value = "";
    list.replaceChildren();
    search();
  }

  /* Opens a dialog with `values` in its fields; resolves to what they hold then. */
  async ask(kind, values, isNew, prepare = () => {}) {
    const dialog = this.template.content.querySelector(`[data-ask=${kind}]`).cloneNode(true);
    document.body.append(dialog);
    const form = dialog.querySelector("form");
    const read = () => Object.assign(valuesOf(form), dialog.extra?.());
    const write = (changed) => fill(form, changed);
    write(values);
    form.querySelector("[value=remove]").hidden = isNew;
    // Nothing is cut off unseen: what is too long is said, and shortened by whoever wrote it.
    form.addEventListener("input", ({ target }) => {
      target.setCustomValidity(target.value.trim().length > (target.dataset.most ?? Infinity) ? this.tooLong : "");
    });
    prepare(dialog, read, write);
    dialog.querySelector("[data-close]").onclick = () => dialog.close("");
    dialog.showModal();
    form.querySelector("textarea, input").focus();
    await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
    const answer = { done: read(), remove: "remove" }[dialog.returnValue] ?? null;
    dialog.remove();
    return answer;
  }
}

/* A figure as articles/body/figures.py stores it. */
export function figureHtml(figure) {
  const element = document.createElement("figure");
  const attributes = {
    "data-photo": figure.id,
    "data-place": figure.id ? "" : figure.place,
    class: `align-${figure.align || "center"}`,
    "data-credit": figure.credit,
    "data-alt": figure.alt,
    "data-decorative": figure.decorative ? "yes" : "",
  };
  for (const [name, value] of Object.entries(attributes)) {
    if (value) element.setAttribute(name, value);
  }
  const caption = document.createElement("figcaption");
  caption.textContent = figure.caption || "";
  element.append(caption);
  return element.outerHTML;
}

function shown(photo) {
  return { id: photo.id, place: photo.id ? "" : photo.place, image: photo.image };
}

function storyItem(story, choose) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  const about = document.createElement("small");
  button.type = "button";
  button.textContent = story.headline;
  about.textContent = story.about;
  button.append(about);
  button.onclick = choose;
  item.append(button);
  return item;
}

function valuesOf(form) {
  const values = {};
  for (const field of form.elements) {
    if (!field.name) continue;
    if (field.type === "radio") {
      if (field.checked) values[field.name] = field.value;
    } else {
      values[field.name] = field.type === "checkbox" ? field.checked : field.value.trim();
    }
  }
  return values;
}

function fill(form, values) {
  for (const field of form.elements) {
    if (!(field.name in values)) continue;
    const value = values[field.name];
    if (field.type === "radio") field.checked = field.value === value;
    else if (field.type === "checkbox") field.checked = Boolean(value);
    else field.value = value ?? "";
  }
}
