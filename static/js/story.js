/* What readers do with a story: choose the size of its text, pass it on, look at its photos, read it.

   <script src="…" data-read="12-…" data-to="/luot-doc/">
   <button data-text-step="1"> larger, <button data-text-step="-1"> smaller (steps: tokens.css)
   <button data-share="https://…" data-title="…" data-sheet="More…" data-copied="Copied">Copy…
   <a class="enlarge" href="…webp">, <dialog class="photo-view" data-module="…/photo-view.js">

   No module: it runs before anything is drawn, so that no text changes its size while it is read.
   Without it the links lead on, and the buttons are not shown. */

(() => {
  const root = document.documentElement;

  // --- The size of the text, remembered in this browser

  const NAMES = ["small", "", "large", "larger", "largest"];

  function resize(name) {
    if (name) root.dataset.textSize = name;
    else delete root.dataset.textSize;
  }

  function step(by) {
    const at = NAMES.indexOf(root.dataset.textSize ?? "") + by;
    const name = NAMES[Math.min(NAMES.length - 1, Math.max(0, at))];
    resize(name);
    try {
      localStorage.setItem("text-size", name);
    } catch {
      // Nothing may be stored here: it holds for this page.
    }
  }

  try {
    const kept = localStorage.getItem("text-size");
    if (NAMES.includes(kept)) resize(kept);
  } catch {
    // As for whoever never chose.
  }

  // --- The sheet of the phone, with Zalo and whatever else is installed; elsewhere a copy

  // On a computer the sheet is poorer than the clipboard.
  const hasSheet = Boolean(navigator.share) && matchMedia("(pointer: coarse)").matches;

  async function share(button) {
    const { share: url, title, copied } = button.dataset;
    if (hasSheet) {
      navigator.share({ title, url }).catch(() => {}); // closing it is no error
      return;
    }
    try {
      await navigator.clipboard.writeText(url);
      button.textContent = copied;
    } catch {
      prompt(button.textContent, url); // to be copied by hand
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-share]")) {
      if (hasSheet) button.textContent = button.dataset.sheet;
    }
  });

  // --- Photos: the rest comes with the first tap

  async function enlarge(link) {
    try {
      const { open } = await import(document.querySelector(".photo-view").dataset.module);
      open(link);
    } catch {
      location.assign(link.href);
    }
  }

  // --- Read: told once it was before somebody's eyes for a while. No cookie goes along.

  const LONG_ENOUGH = 5000;
  const { read, to } = document.currentScript.dataset;
  let seen = 0;
  let since = null;
  let timer;

  function tell() {
    document.removeEventListener("visibilitychange", look);
    // keepalive: it arrives also if the page is left in this moment.
    fetch(to, { method: "POST", body: read, keepalive: true, credentials: "omit" }).catch(() => {});
  }

  function look() {
    clearTimeout(timer);
    if (since !== null) seen += performance.now() - since;
    since = document.visibilityState === "visible" ? performance.now() : null;
    if (since !== null) timer = setTimeout(tell, Math.max(0, LONG_ENOUGH - seen));
  }

  // Driven by a program: nobody reads. A page made ahead of the click is hidden until it is shown.
  if (!navigator.webdriver) {
    document.addEventListener("visibilitychange", look);
    look();
  }

  document.addEventListener("click", (event) => {
    const { target, button, metaKey, ctrlKey, shiftKey, altKey } = event;
    const sized = target.closest("[data-text-step]");
    if (sized) step(Number(sized.dataset.textStep));
    const shared = target.closest("[data-share]");
    if (shared) share(shared);
    const photo = target.closest("a.enlarge");
    if (photo && !button && !metaKey && !ctrlKey && !shiftKey && !altKey) {
      event.preventDefault();
      enlarge(photo);
    }
  });
})();
