/* Pictures that somebody pastes or drops into the text. Where the browser gives their bytes they
   are sent to the library, each for its place; otherwise an empty figure stands in their place. No
   address of a picture ever gets into the text. */
import { newKey, queue } from "./photo-queue.js";

export function takePictures(editor, picker) {
  // After the filters for Word and the like, before the insertion.
  editor.on("paste", (event) => take(event.data, picker), null, null, 900);
}

function take(data, picker) {
  const page = document.implementation.createHTMLDocument("");
  page.body.innerHTML = data.dataValue || "";
  const images = [...page.querySelectorAll("img")].filter((image) => !image.closest("figure"));
  for (const image of images) image.replaceWith(placeFor(page, picker && fileOf(image)));
  const files = data.dataValue ? [] : picturesOf(data.dataTransfer);
  page.body.append(...files.map((file) => placeFor(page, picker && file)));
  if (!images.length && !files.length) return;
  data.type = "html";
  data.dataValue = page.body.innerHTML;
}

function placeFor(page, file) {
  const figure = page.createElement("figure");
  figure.append(page.createElement("figcaption"));
  if (file && queue) {
    const key = newKey();
    queue.enqueue(file, key);
    figure.setAttribute("data-place", key);
  }
  return figure;
}

function picturesOf(transfer) {
  const files = Array.from({ length: transfer.getFilesCount() }, (_, index) => transfer.getFile(index));
  return files.filter((file) => file.type.startsWith("image/"));
}

/* The bytes of a picture that came as a data: address. */
function fileOf(image) {
  const found = /^data:(image\/[\w.+-]+);base64,(.*)$/s.exec(image.getAttribute("src") || "");
  if (!found) return null;
  try {
    const bytes = Uint8Array.from(atob(found[2].replace(/\s/g, "")), (sign) => sign.charCodeAt(0));
    return new File([bytes], "anh", { type: found[1] });
  } catch {
    return null;
  }
}
