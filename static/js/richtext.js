/* The body of a story: a plain textarea, and over it an editor where the screen is wide enough
   and the editor is up in time. What is typed first stays: nobody's text is swapped away.
   Markup: .rich-text > textarea[data-rich-text], with [data-editor][data-html] for an editor. */
import { Tools, figureHtml } from "./richtext-dialogs.js";
import { listPhotos } from "./richtext-photos.js";

const WIDE = window.matchMedia("(min-width: 640px)");
const PATIENCE = 3000;

document.querySelectorAll("textarea[data-rich-text]").forEach(setUp);

async function setUp(textarea) {
  const tools = new Tools(textarea.closest(".rich-text"));
  offerPhotos(textarea, tools);
  // Text that the browser kept over a reload is not the server's any more: it stays where it is.
  const untouched = textarea.value === textarea.defaultValue;
  const withEditor = textarea.dataset.editor && WIDE.matches && untouched;
  if (!withEditor || !(await startEditor(textarea, tools))) listPhotos(textarea, tools);
}

async function startEditor(textarea, tools) {
  const box = textarea.closest(".rich-text");
  const late = new AbortController();
  const giveUp = () => late.abort();
  const timer = setTimeout(giveUp, PATIENCE);
  textarea.addEventListener("input", giveUp, { once: true });
  box.classList.add("starting");
  try {
    const { start } = await import("./richtext-ckeditor.js");
    await start(textarea, JSON.parse(textarea.dataset.editor), tools, late.signal);
    box.classList.add("with-editor");
    textarea.dispatchEvent(new Event("editor-ready", { bubbles: true }));
    return true;
  } catch (error) {
    // The textarea is there and holds the text: that is the answer to whatever went wrong.
    if (!late.signal.aborted) console.warn("the editor does not start:", error);
    return false;
  } finally {
    clearTimeout(timer);
    textarea.removeEventListener("input", giveUp);
    box.classList.remove("starting");
  }
}

function offerPhotos(textarea, tools) {
  const button = textarea.closest(".rich-text").querySelector("[data-add-photo]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const figures = await tools.newFigures();
    textarea.focus();
    for (const figure of figures) insertBlock(textarea, figureHtml(figure));
  });
}

/* Puts a block where the cursor stands, or behind the paragraph that it stands in. */
function insertBlock(textarea, block) {
  const { value, selectionEnd } = textarea;
  const inText = selectionEnd && value[selectionEnd - 1] !== "\n";
  const end = inText ? value.indexOf("\n\n", selectionEnd) : selectionEnd;
  const place = end < 0 ? value.length : end;
  const before = value.slice(0, place).trimEnd();
  const start = before ? `${before}\n\n` : "";
  const cursor = start.length + block.length + 2;
  textarea.value = `${start}${block}\n\n${value.slice(place).trimStart()}`;
  textarea.setSelectionRange(cursor, cursor);
  textarea.dispatchEvent(new Event("input", { bubbles: true }));
}
