/* Pictures that somebody pastes or drops into the text. Where the browser gives their bytes they
   go to the library; otherwise an empty figure stands in their place. No address of a picture
   ever gets into the text. */
import { uploadPhoto } from "./photo-picker.js";

const MARK = "upload:";

export class Pasted {
  constructor(editor, picker) {
    this.editor = editor;
    this.picker = picker;
    this.uploads = new Map();
    this.queue = Promise.resolve();
    // After the filters for Word and the like, before the insertion.
    editor.on("paste", (event) => this.take(event.data), null, null, 900);
  }

  take(data) {
    const page = document.implementation.createHTMLDocument("");
    page.body.innerHTML = data.dataValue || "";
    const images = [...page.querySelectorAll("img")].filter((image) => !image.closest("figure"));
    for (const image of images) image.replaceWith(this.figure(page, fileOf(image)));
    const files = data.dataValue ? [] : picturesOf(data.dataTransfer);
    page.body.append(...files.map((file) => this.figure(page, file)));
    if (!images.length && !files.length) return;
    data.type = "html";
    data.dataValue = page.body.innerHTML;
  }

  /* A place for a picture; the mark in it leads from the widget back to the file. */
  figure(page, file) {
    const figure = page.createElement("figure");
    figure.append(page.createElement("figcaption"));
    if (file && this.picker) {
      const key = `${MARK}${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
      const upload = this.queue.then(() => uploadPhoto(file, this.picker));
      this.queue = upload.catch(() => {});
      this.uploads.set(key, upload);
      figure.setAttribute("data-alt", key);
    }
    return figure;
  }

  /* What a new widget has to know when its description is one of our marks. */
  claim(alt = "") {
    if (!alt.startsWith(MARK)) return {};
    return { alt: "", upload: this.uploads.has(alt) ? alt : "" };
  }

  async follow(widget) {
    const stands = () => this.editor.widgets.instances[widget.id] === widget;
    try {
      const { photo } = await this.uploads.get(widget.data.upload);
      const { id, caption, credit, alt, decorative } = photo;
      if (stands()) widget.setData({ id, caption, credit, alt, decorative, upload: "" });
    } catch (error) {
      const { failed } = this.editor.config.newsroom.words;
      if (stands()) widget.setData({ upload: "", problem: `${failed} ${error.message}` });
    }
  }
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
