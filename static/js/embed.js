/* Videos of other services: a click on the card puts the player in its place.

   <figure class="embed" data-frame="https://…" data-title="Video …">
     <a class="embed-card" href="https://…">… <span class="embed-hint" hidden>…</span></a>
     <figcaption>…</figcaption>
   </figure>

   Before the click nothing is asked of anybody; without this module the card is a plain link, as
   it stays for whoever opens it in another tab. Which hosts a frame may come from is decided by
   the content policy of the page. */

function player({ frame, title }) {
  const iframe = document.createElement("iframe");
  iframe.title = title;
  iframe.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
  iframe.allowFullscreen = true;
  // No downloads, no forms, no navigation of this page.
  iframe.setAttribute("sandbox", "allow-scripts allow-same-origin allow-popups allow-presentation");
  // YouTube plays only for pages that name themselves; the path stays here.
  iframe.referrerPolicy = "strict-origin-when-cross-origin";
  iframe.src = frame;
  return iframe;
}

for (const figure of document.querySelectorAll("figure.embed[data-frame]")) {
  const card = figure.querySelector(".embed-card");
  card.querySelector(".embed-hint").hidden = false;
  card.addEventListener("click", (event) => {
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const frame = player(figure.dataset);
    card.replaceWith(frame);
    frame.focus();
  });
}
