/* The front page desk: places, orders and takes out without loading the page anew; by drag (mouse
   and touch), by the arrow keys on a handle, and by the buttons that work without it too.
   Markup: .desk[data-url][data-failed][data-handle] with [data-status], [data-board] (holds the
   form [data-board-form] and li[data-slot], with [data-story][data-headline] where a story stands)
   and [data-stories] (holds a form and li[data-story]), form.story-search. */
const desk = document.querySelector(".desk");
const board = desk?.querySelector("[data-board]");
const list = desk?.querySelector("[data-stories]");
const SEARCH_WAIT = 250;
const EDGE = 60;
const NEAR = 6;
const STAYS = 8000;

const say = (text) => {
  const status = desk.querySelector("[data-status]");
  status.textContent = "";
  requestAnimationFrame(() => { status.textContent = text; });
};

/* One change after the other: a quick person is not overtaken by the line. */
let line = Promise.resolve();
const change = (fields, focus) => {
  line = line.then(() => send(fields, focus));
  return line;
};

async function send(fields, focus) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", desk.querySelector("[name=csrfmiddlewaretoken]").value);
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  let answer, html;
  try {
    answer = await fetch(desk.dataset.url, { method: "POST", body, headers: { "X-Desk": "1" } });
    html = await answer.text();
  } catch {
    tell(desk.dataset.failed, true);
    return;
  }
  if (!html.includes('class="board"')) {
    // A login that expired, for instance: the page that says so takes the change along.
    sendAsPage(fields);
    return;
  }
  show(html, !answer.ok, focus);
  await refresh();
}

function sendAsPage(fields) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = desk.dataset.url;
  form.hidden = true;
  const token = desk.querySelector("[name=csrfmiddlewaretoken]").value;
  for (const [name, value] of Object.entries({ csrfmiddlewaretoken: token, ...fields })) {
    const input = document.createElement("input");
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}

function show(html, refused, focus) {
  const note = board.querySelector("[name=note]")?.value;
  board.innerHTML = html;
  if (note) {
    const field = board.querySelector("[name=note]");
    if (field) field.value = note;
  }
  equip(board);
  const said = board.querySelector(".board").dataset.said;
  if (said) tell(said, refused);
  const target = focus && board.querySelector(`[data-story="${focus.story}"] ${focus.part}`);
  if (target?.disabled) board.querySelector(`[data-story="${focus.story}"] .handle`)?.focus();
  else target?.focus({ preventScroll: !focus.scroll });
  if (focus?.scroll) target?.scrollIntoView({ block: "center" });
}

function tell(text, problem) {
  say(text);
  board.querySelector(".board-said")?.remove();
  const told = document.createElement("p");
  told.className = `board-said${problem ? " bad" : ""}`;
  told.textContent = text;
  board.querySelector(".board-bar").append(told);
  setTimeout(() => told.remove(), STAYS);
}

/* --- Handles: only a script can use them, so only a script makes them ----------------------- */
function equip(part) {
  for (const item of part.querySelectorAll("li[data-story]")) {
    const handle = document.createElement("button");
    handle.type = "button";
    handle.className = "handle";
    handle.textContent = "⠿";
    const where = item.dataset.label ? ` (${item.dataset.label})` : "";
    handle.setAttribute("aria-label", `${desk.dataset.handle} ${item.dataset.headline}${where}`);
    item.prepend(handle);
  }
}

function onKey(event) {
  const item = event.target.closest(".handle") && event.target.closest("li[data-slot]");
  const step = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  if (!item || !step) return;
  event.preventDefault();
  change({ do: `${step} ${item.dataset.story}` }, { story: item.dataset.story, part: ".handle" });
}

/* --- Dragging ------------------------------------------------------------------------------- */
function onPointerDown(event) {
  const handle = event.target.closest(".handle");
  if (!handle || event.button) return;
  const item = handle.closest("li");
  handle.setPointerCapture(event.pointerId);
  const start = { x: event.clientX, y: event.clientY };
  let ghost = null, target = null, scroll = 0, timer = null;

  const move = (moved) => {
    if (!ghost) {
      if (Math.hypot(moved.clientX - start.x, moved.clientY - start.y) < NEAR) return;
      ghost = item.cloneNode(true);
      ghost.removeAttribute("id");
      ghost.classList.add("drag-ghost");
      ghost.style.inlineSize = `${item.offsetWidth}px`;
      desk.append(ghost);
      item.classList.add("drag-source");
      timer = setInterval(() => { if (scroll) window.scrollBy(0, scroll); }, 16);
    }
    ghost.style.transform = `translate(${moved.clientX + 12}px, ${moved.clientY - 20}px)`;
    scroll = moved.clientY < EDGE ? -10 : moved.clientY > window.innerHeight - EDGE ? 10 : 0;
    const under = document.elementFromPoint(moved.clientX, moved.clientY)?.closest("li[data-slot]");
    if (under === target) return;
    target?.classList.remove("drag-target");
    target = under && under !== item ? under : null;
    target?.classList.add("drag-target");
  };
  const end = (ended) => {
    handle.removeEventListener("pointermove", move);
    for (const name of ["pointerup", "pointercancel"]) handle.removeEventListener(name, end);
    document.removeEventListener("keydown", escape, true);
    clearInterval(timer);
    ghost?.remove();
    item.classList.remove("drag-source");
    target?.classList.remove("drag-target");
    if (ended?.type !== "pointerup" || !ghost || !target) return;
    const { story } = item.dataset;
    const verb = "stands" in item.dataset ? "move" : "place";
    change({ do: `${verb} ${story} ${target.dataset.slot}` }, { story, part: ".handle" });
  };
  const escape = (pressed) => { if (pressed.key === "Escape") end(null); };
  handle.addEventListener("pointermove", move);
  for (const name of ["pointerup", "pointercancel"]) handle.addEventListener(name, end);
  document.addEventListener("keydown", escape, true);
}

/* --- The list of stories -------------------------------------------------------------------- */
async function refresh() {
  const query = new URLSearchParams({
    stories: "1",
    q: desk.querySelector("#story-query").value,
    slot: list.querySelector("[name=slot]").value,
  });
  const answer = await fetch(`${desk.dataset.url}?${query}`).catch(() => null);
  if (!answer?.ok) return;
  const html = await answer.text();
  if (!html.includes("story-list")) return;
  const focused = list.contains(document.activeElement) && document.activeElement.value;
  list.innerHTML = html;
  equip(list);
  if (focused) list.querySelector(`button[value="${focused}"]`)?.focus();
}

function onSubmit(event) {
  const button = event.submitter;
  if (event.target.matches("[data-board-form]") && button?.name === "do") {
    event.preventDefault();
    const { key } = button.dataset;
    const story = button.closest("li")?.dataset.story;
    change({ do: button.value }, key && { story, part: `[data-key=${key}]` });
  } else if (event.target.matches(".story-list")) {
    event.preventDefault();
    const slot = list.querySelector("[name=slot]").value;
    const verb = button.name === "move" ? "move" : "place";
    // Where the list stands below the board, back up to where the story is now.
    const scroll = window.matchMedia("(max-width: 1024px)").matches;
    change(
      { do: `${verb} ${button.value} ${slot}` },
      scroll && { story: button.value, part: ".handle", scroll },
    );
  } else if (event.target.matches(".story-search")) {
    event.preventDefault();
    refresh();
  }
}

function onClick(event) {
  const choose = event.target.closest("[data-choose]");
  if (!choose) return;
  event.preventDefault();
  list.querySelector("[name=slot]").value = choose.dataset.choose;
  const field = desk.querySelector("#story-query");
  document.getElementById("stories").scrollIntoView({ block: "nearest" });
  field.focus();
  refresh();
}

if (desk) {
  equip(board);
  equip(list);
  desk.addEventListener("submit", onSubmit);
  desk.addEventListener("click", onClick);
  desk.addEventListener("keydown", onKey);
  desk.addEventListener("pointerdown", onPointerDown);
  let wait = null;
  desk.querySelector("#story-query").addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(refresh, SEARCH_WAIT);
  });
  list.addEventListener("change", (event) => { if (event.target.name === "slot") refresh(); });
}
