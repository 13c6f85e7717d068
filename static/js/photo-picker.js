/* Choosing a photo of the library, or bringing one of this device.
   pickPhoto(address) opens the dialog that the server renders at `address` and resolves to the
   photo {id, caption, credit, alt, decorative, kind, thumbnail, image}, or to null. One that was
   brought has no id yet but a {place}; pickPhotos() takes several at once.
   Markup beside it: [data-picker-failed] with what is said when the dialog does not come. */
import { newKey, queue } from "./photo-queue.js";

const dialogs = new Map();
const WAIT = 250;

export async function pickPhoto(address) {
  return (await pickPhotos(address, { several: false }))[0] || null;
}

export async function pickPhotos(address, { several = true } = {}) {
  const dialog = await dialogAt(address).catch(() => null);
  if (!dialog) {
    window.alert(document.querySelector("[data-picker-failed]")?.dataset.pickerFailed);
    return [];
  }
  return new Promise((resolve) => {
    let chosen = [];
    dialog.choose = (...photos) => { chosen = photos; dialog.close(); };
    const files = dialog.querySelector("[type=file]");
    if (files) files.multiple = several;
    dialog.addEventListener("close", () => resolve(chosen), { once: true });
    const field = dialog.querySelector("[type=search]");
    field.value = "";
    dialog.showModal();
    field.focus();
    dialog.search();
  });
}

/* A picture of this device as something to choose: its place, with the picture to look at. The
   sending goes on by itself (photo-queue.js), so that nobody waits for a bad line. Where the
   browser keeps nothing, it is the photo itself, or null when the newsroom refuses it. */
async function bring(file) {
  const place = newKey();
  if (!(await queue.enqueue(file, place))) return queue.settled(place);
  const image = await queue.preview(place);
  return { id: "", place, caption: "", credit: "", alt: "", decorative: false, image, thumbnail: image };
}

/* The words of a photo, proposed for a use of it: only what is empty or came from the photo
   before is replaced, never what somebody typed. */
export function proposeWords(words, photo, before) {
  const proposed = { ...words };
  for (const name of ["caption", "credit", "alt"]) {
    if (!words[name] || (before && words[name] === before[name])) proposed[name] = photo[name];
  }
  if (!words.decorative || before?.decorative) proposed.decorative = photo.decorative;
  return proposed;
}

/* What the library says of one photo, or null when it is gone. */
export async function photoById(id, address) {
  const holder = document.createElement("template");
  holder.innerHTML = await fetchText(`${address}?only=${id}`);
  const card = holder.content.querySelector("[data-photo]");
  return card && JSON.parse(card.dataset.photo);
}

export async function fetchText(address) {
  const answer = await fetch(address);
  // An expired login is led to the login page.
  if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
  return answer.text();
}

async function dialogAt(address) {
  if (!dialogs.has(address)) {
    const holder = document.createElement("template");
    holder.innerHTML = await fetchText(`${address}?dialog=1`);
    const dialog = holder.content.querySelector("dialog");
    document.body.append(dialog);
    setUp(dialog);
    dialogs.set(address, dialog);
  }
  return dialogs.get(address);
}

function setUp(dialog) {
  const { photos, found, none, failed, uploading } = dialog.dataset;
  const field = dialog.querySelector("[type=search]");
  const list = dialog.querySelector(".photo-picker-photos");
  const said = dialog.querySelector(".photo-picker-said");
  const files = dialog.querySelector("[type=file]");
  const cards = () => [...list.querySelectorAll(".photo-card")];
  let asked = 0;

  const show = async (parameters, { more = false } = {}) => {
    const question = ++asked;
    try {
      const html = await fetchText(`${photos}?${new URLSearchParams(parameters)}`);
      if (question !== asked) return;
      const before = cards().length;
      list.querySelector(".photo-cards-more")?.remove();
      if (!more) list.replaceChildren();
      list.insertAdjacentHTML("beforeend", html);
      said.textContent = cards().length ? `${cards().length} ${found}` : none;
      if (more) cards()[before]?.focus();
    } catch {
      said.textContent = failed;
    }
  };
  dialog.search = () => show({ q: field.value });

  let timer;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(dialog.search, WAIT);
  });
  dialog.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.matches("[data-close]")) dialog.close();
    if (button.dataset.before) show({ q: field.value, before: button.dataset.before }, { more: true });
    if (button.dataset.photo) dialog.choose(JSON.parse(button.dataset.photo));
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.target === field && event.key === "Enter") {
      event.preventDefault();
      dialog.search();
    }
    const to = neighbour(event, cards(), field);
    if (!to) return;
    event.preventDefault();
    to.focus();
  });

  files?.addEventListener("change", async () => {
    const brought = [...files.files];
    files.value = "";
    said.textContent = uploading;
    const chosen = (await Promise.all(brought.map(bring))).filter(Boolean);
    if (chosen.length && dialog.open) dialog.choose(...chosen);
    else said.textContent = failed;
  });
}

/* Where an arrow key leads among the cards; up and down follow the columns as they stand. */
function neighbour(event, cards, field) {
  const here = cards.indexOf(event.target);
  if (event.target === field) return event.key === "ArrowDown" ? cards[0] : null;
  if (here < 0) return null;
  const top = cards[0].offsetTop;
  const columns = cards.filter((card) => card.offsetTop === top).length;
  const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };
  if (event.key === "Home") return cards[0];
  if (event.key === "End") return cards.at(-1);
  if (!(event.key in steps)) return null;
  return cards[here + steps[event.key]] || (event.key === "ArrowUp" ? field : null);
}
