/* Shows the chosen file beside the present picture before anything is sent.
   Markup: .photo-replace, #id_upload, figure.new with an img and a caption. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const input = document.querySelector(".photo-replace #id_upload");
  const figure = document.querySelector(".photo-replace .new");
  if (!input || !figure) return;
  const image = figure.querySelector("img");
  const caption = figure.querySelector("figcaption");
  const label = caption.textContent;
  let address = "";
  input.addEventListener("change", () => {
    if (address) URL.revokeObjectURL(address);
    figure.hidden = true;
    if (!input.files.length) return;
    address = URL.createObjectURL(input.files[0]);
    image.src = address;
  });
  // What the browser cannot show (HEIC) is not shown: the server reads it all the same.
  image.addEventListener("load", () => {
    caption.textContent = `${label} · ${image.naturalWidth} × ${image.naturalHeight}`;
    figure.hidden = false;
  });
});
