/* A link of the gate leads to a field that another widget stands for (the editor, a chooser): then
   its row is shown. */
function show() {
  const field = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!field) return;
  const closed = field.closest("details:not([open])");
  if (closed) closed.open = true;
  const row = field.closest(".form-row") || field;
  if (field.offsetParent === null || field.getClientRects().length === 0 || field.offsetWidth < 2) {
    row.scrollIntoView({ block: "start" });
  }
}
window.addEventListener("hashchange", show);
// After the editor has taken its place.
window.addEventListener("load", () => setTimeout(show, 300));
