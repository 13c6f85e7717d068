/* Choosing a photo of the library, and bringing new ones into it.
   pickPhoto(address) opens the dialog that the server renders at `address` and resolves to the
   photo {id, caption, credit, alt, decorative, kind, thumbnail, image}, or to null.
   Markup beside it: [data-picker-failed] with what is said when the dialog does not come. */
const dialogs = new Map();
const WAIT = 250;

export async function pickPhoto(address) {
  const dialog = await dialogAt(address).catch(() => null);
  if (!dialog) {
    window.alert(document.querySelector("[data-picker-failed]")?.dataset.pickerFailed);
    return null;
  }
  return new Promise((resolve) => {
    let chosen = null;
    dialog.choose = (photo) => { chosen = photo; dialog.close(); };
    dialog.addEventListener("close", () => resolve(chosen), { once: true });
    const field = dialog.querySelector("[type=search]");
    field.value = "";
    dialog.showModal();
    field.focus();
    dialog.search();
  });
}

/* Sends a picture file to the library; resolves to {photo, duplicate}, or rejects in words. */
export async function uploadPhoto(file, address) {
  const { upload, failed } = (await dialogAt(address)).dataset;
  const body = new FormData();
  body.append("upload", file, file.name || "anh.png");
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const headers = { "X-CSRFToken": token, Accept: "application/json" };
  let told;
  try {
    if (!upload) throw new Error(failed);
    told = await (await fetch(upload, { method: "POST", body, headers })).json();
  } catch {
    throw new Error(failed);
  }
  if (!told.photo) throw new Error(told.error || failed);
  return told;
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
  const { photos, found, none, failed, uploading, twin } = dialog.dataset;
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
    const problems = [];
    let last;
    for (const file of files.files) {
      said.textContent = `${uploading} ${file.name}`;
      try {
        last = await uploadPhoto(file, photos);
        if (last.duplicate) problems.push(`${file.name}: ${twin}`);
      } catch (error) {
        problems.push(`${file.name}: ${error.message}`);
      }
    }
    const single = files.files.length === 1;
    files.value = "";
    if (single && last && !last.duplicate) return dialog.choose(last.photo);
    field.value = "";
    if (last) await show(single ? { only: last.photo.id } : {});
    cards()[0]?.focus();
    if (problems.length) said.textContent = problems.join("\n");
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
