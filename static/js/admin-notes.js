/* Notes to colleagues beside the story form: sent on their own, so that the form stays as it is.
   Markup: [data-notes] of notes_beside.html. Without it the notes have a page of their own. */
document.addEventListener("DOMContentLoaded", () => {
  const box = document.querySelector("[data-notes]");
  if (!box) return;
  const thread = box.querySelector("[data-thread]");
  const writer = box.querySelector("[data-writer]");
  const text = writer.querySelector("textarea");
  const problem = writer.querySelector("[data-problem]");
  thread.inert = false;
  writer.hidden = false;
  box.querySelector("[data-plain]").hidden = true;

  // What is typed here is no change of the story.
  for (const event of ["input", "change"]) {
    box.addEventListener(event, (typing) => typing.stopPropagation());
  }
  window.addEventListener("beforeunload", (event) => { if (text.value.trim()) event.preventDefault(); });

  const send = async (name, value) => {
    const token = document.querySelector("input[name=csrfmiddlewaretoken]").value;
    const body = new URLSearchParams({ beside: "1", csrfmiddlewaretoken: token, [name]: value });
    problem.hidden = true;
    let answer = null;
    try {
      answer = await fetch(box.dataset.notes, { method: "POST", body, redirect: "error" });
    } catch {
      // Said below.
    }
    const html = answer && (answer.ok || answer.status === 422) ? await answer.text() : "";
    // A login page in the place of the thread is no answer.
    if (html.includes('class="thread"')) thread.innerHTML = html;
    if (answer?.ok && html.includes('class="thread"')) return true;
    problem.textContent = box.dataset.failed;
    problem.hidden = false;
    return false;
  };

  const sendNote = async (button) => {
    if (!text.value.trim()) return;
    button.disabled = true;
    if (await send("text", text.value)) text.value = "";
    button.disabled = false;
    text.focus();
  };
  const button = writer.querySelector("[data-send]");
  button.addEventListener("click", () => sendNote(button));
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) sendNote(button);
  });
  thread.addEventListener("click", (event) => {
    const { name, value } = event.target;
    if (["done", "open"].includes(name)) send(name, value);
  });
});
