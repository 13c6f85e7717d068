/* The preview in its frame: a link opens a tab of its own, since pages for readers stand in no
   frame. Without this a link in the preview leads nowhere.
   Markup: .layout-preview with an iframe of our own origin. */
"use strict";
const frame = document.querySelector(".layout-preview iframe");
const listen = () => frame.contentDocument?.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || link.getAttribute("href").startsWith("#")) return;
  event.preventDefault();
  window.open(link.href, "_blank", "noopener");
});
if (frame) {
  frame.addEventListener("load", listen);
  listen();
}
