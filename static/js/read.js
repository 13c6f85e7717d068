/* Tells the paper that a story was read, once it was before somebody's eyes for a while.

   <script type="module" src="…" data-read="12-…" data-to="/luot-doc/"></script>

   Nothing is stored here, no cookie goes along, and a tab in the background says nothing. */

const { read, to } = document.querySelector("script[data-read]").dataset;
const LONG_ENOUGH = 5000;
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
