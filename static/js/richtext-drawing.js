/* How figures look in the editor: as on the page, with what is missing said. None of it is
   ever stored: the editor hands over figureHtml() of richtext-dialogs.js instead. */

/* The data of a stored figure, from the editor's kind of element. */
export function figureOf({ attributes, ...element }) {
  const aligned = /align-(left|center|right|wide|grid)/.exec(attributes.class || "");
  const caption = element.children.find((child) => child.name === "figcaption");
  return {
    id: attributes["data-photo"] || "",
    place: attributes["data-place"] || "",
    align: aligned ? aligned[1] : "center",
    caption: caption ? plain(caption.getHtml()) : "",
    credit: attributes["data-credit"] || "",
    alt: attributes["data-alt"] || "",
    decorative: "data-decorative" in attributes,
  };
}

export function textOf(figure, data, words, image) {
  figure.classList.remove("align-left", "align-center", "align-right", "align-wide", "align-grid");
  figure.classList.add("photo", `align-${data.align}`);
  figure.classList.toggle("editor-empty", !image);
  figure.replaceChildren(...(image ? picture(figure, data, words, image) : frame(figure, data, words)));
}

export function cardOf(figure, data, words) {
  figure.classList.add("editor-video");
  const parts = [make(figure, "p", "editor-video-name", `▶ ${words.video}`)];
  parts.push(make(figure, "p", "editor-video-address", data.address));
  if (data.caption) parts.push(make(figure, "figcaption", "", data.caption));
  figure.replaceChildren(...parts);
}

function picture(figure, data, words, image) {
  const shown = make(figure, "img");
  shown.src = image;
  shown.alt = data.decorative ? "" : data.alt;
  shown.draggable = false;
  const caption = make(figure, "figcaption", "", data.caption);
  if (data.credit) caption.append(" ", make(figure, "span", "credit", `(${data.credit})`));
  const missing = data.id ? [
    !data.caption && words.lacksCaption,
    !data.credit && words.lacksCredit,
    !data.alt && !data.decorative && words.lacksAlt,
  ].filter(Boolean) : [words.sending];
  const parts = caption.textContent ? [shown, caption] : [shown];
  return missing.length ? [...parts, make(figure, "p", "editor-notice", missing.join(" "))] : parts;
}

function frame(figure, data, words) {
  const button = make(figure, "button", "editor-add", data.place ? words.other : words.addHere);
  button.type = "button";
  const parts = data.place ? [make(figure, "p", "editor-notice", words.toCome), button] : [button];
  return data.caption ? [...parts, make(figure, "figcaption", "", data.caption)] : parts;
}

function make(near, name, className = "", text = "") {
  const element = near.ownerDocument.createElement(name);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}

function plain(html) {
  return new DOMParser().parseFromString(html, "text/html").body.textContent.trim();
}
