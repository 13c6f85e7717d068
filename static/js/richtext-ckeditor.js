/* CKEditor 4, and our plugin for it: photos and videos as widgets, pull quotes, links.
   The only script that knows it. start() resolves when the editor is up and rejects when `late`
   is aborted before; the textarea then holds what it held. */
import { pickPhoto, proposeWords } from "./photo-picker.js";
import { queue } from "./photo-queue.js";
import { figureHtml } from "./richtext-dialogs.js";
import { cardOf, figureOf, textOf } from "./richtext-drawing.js";
import { takePictures } from "./richtext-paste.js";

// Not in the configuration: CKEditor makes copies of that.
const toolsOf = new WeakMap();

export async function start(textarea, config, tools, late) {
  const stopped = new Promise((_resolve, reject) => {
    late.addEventListener("abort", () => reject(new Error("too late")), { once: true });
  });
  await Promise.race([load(config.basePath), stopped]);
  if (!CKEDITOR.plugins.registered.newsroom) CKEDITOR.plugins.add("newsroom", plugin);
  const plain = textarea.value;
  textarea.value = textarea.dataset.html;
  toolsOf.set(textarea, tools);
  const editor = CKEDITOR.replace(textarea, config);
  try {
    await Promise.race([new Promise((resolve) => editor.once("instanceReady", resolve)), stopped]);
  } catch (error) {
    editor.destroy(true);
    textarea.value = plain;
    throw error;
  }
  // Whoever watches the form learns of changes as from any field, and reads them as its data.
  editor.on("change", () => textarea.dispatchEvent(new Event("input", { bubbles: true })));
  textarea.form?.addEventListener("formdata", ({ formData }) => {
    if (editor.status === "ready") formData.set(textarea.name, editor.getData());
  });
}

function load(basePath) {
  if (window.CKEDITOR) return Promise.resolve();
  window.CKEDITOR_BASEPATH = basePath;
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `${basePath}ckeditor.js`;
    script.onload = () => { CKEDITOR.disableAutoInline = true; resolve(); };
    script.onerror = () => reject(new Error("ckeditor.js is not to be had"));
    document.head.append(script);
  });
}

const plugin = {
  requires: "widget",
  init(editor) {
    const tools = toolsOf.get(editor.element.$);
    const { words, icons } = editor.config.newsroom;
    addPhotos(editor, tools, words);
    addVideos(editor, tools, words);
    addPullQuotes(editor);
    editor.ui.addButton("Photo", { label: words.photo, command: "photo", icon: icons.photo });
    editor.ui.addButton("Video", { label: words.video, command: "video", icon: icons.video });
    editor.ui.addButton("PullQuote", { label: words.pull, command: "pullQuote", icon: icons.pull });
    editor.on("instanceReady", () => leaveRoomAtTheEnd(editor));
  },
  afterInit(editor) {
    takeOverLinks(editor, toolsOf.get(editor.element.$));
  },
};

function addPhotos(editor, tools, words) {
  takePictures(editor, tools.picker);
  const address = (id) => editor.config.newsroom.image.replace("/0/", `/${id}/`);

  const fill = async (widget) => {
    const photo = await pickPhoto(tools.picker);
    if (!photo) return;
    const { id, place = "", image } = photo;
    widget.setData({ ...proposeWords(widget.data, photo), id, place, preview: id ? "" : image });
  };
  const change = async (widget) => {
    const { id, place, preview, caption, credit, alt, decorative, align } = widget.data;
    const image = id ? address(id) : preview;
    const answer = await tools.figure({ id, place, caption, credit, alt, decorative, align, image });
    if (answer === "remove") return remove(widget);
    if (answer) widget.setData({ ...answer, preview: answer.id ? "" : answer.image });
    editor.focus();
    widget.focus();
  };
  // A photo that was on its way is there. Not a change that somebody made: the server knows too.
  const arrive = (widget, photo) => {
    widget.setData({ ...proposeWords(widget.data, photo), id: photo.id, place: "", preview: "" });
  };
  const places = () => Object.values(editor.widgets.instances).filter(({ data }) => data.place && !data.id);
  const hear = ({ detail: { key, photo } }) => {
    places().filter(({ data }) => data.place === key).forEach((widget) => arrive(widget, photo));
  };
  queue?.addEventListener("arrived", hear);
  editor.on("destroy", () => queue?.removeEventListener("arrived", hear));
  queue?.watch(() => places().map(({ data }) => data.place));

  editor.widgets.add("photo", {
    allowedContent: "figure[data-photo,data-place,data-credit,data-alt,data-decorative](align-*); figcaption",
    requiredContent: "figure[data-photo]",
    upcast(element, data) {
      if (element.name !== "figure" || element.attributes["data-embed"]) return false;
      Object.assign(data, figureOf(element));
      return true;
    },
    downcast() {
      return element(figureHtml(this.data));
    },
    init() {
      this.on("edit", (event) => {
        event.cancel();
        (this.data.id || this.data.place ? change : fill)(this);
      });
      this.wrapper.on("click", (event) => {
        if (event.data.getTarget().hasClass("editor-add")) this.edit();
      });
      this.once("ready", async () => {
        const { id, place, preview } = this.data;
        if (id || !place) return;
        if (queue?.known.has(place)) return arrive(this, queue.known.get(place));
        const image = preview || await queue?.preview(place);
        if (image && this.data.place === place) this.setData({ preview: image });
      });
    },
    data() {
      const { data } = this;
      textOf(this.element.$, data, words, data.id ? address(data.id) : data.preview);
    },
    getLabel() {
      return `${words.photo}: ${this.data.caption || this.data.alt}. ${words.edit}`;
    },
    async insert() {
      const figures = await tools.newFigures();
      for (const figure of figures) insertBlock(editor, figureHtml(figure));
      if (!figures.length) editor.focus();
    },
  });
}

function addVideos(editor, tools, words) {
  const html = (video) => {
    const figure = document.createElement("figure");
    figure.setAttribute("data-embed", video.address);
    figure.append(document.createElement("figcaption"));
    figure.firstChild.textContent = video.caption;
    return figure.outerHTML;
  };
  editor.widgets.add("video", {
    allowedContent: "figure[data-embed]; figcaption",
    requiredContent: "figure[data-embed]",
    upcast(element, data) {
      if (element.name !== "figure" || !element.attributes["data-embed"]) return false;
      Object.assign(data, { address: element.attributes["data-embed"], caption: figureOf(element).caption });
      return true;
    },
    downcast() {
      return element(html(this.data));
    },
    init() {
      this.on("edit", async (event) => {
        event.cancel();
        const answer = await tools.video({ address: this.data.address, caption: this.data.caption });
        if (answer === "remove") return remove(this);
        if (answer) this.setData(answer);
        editor.focus();
        this.focus();
      });
    },
    data() {
      cardOf(this.element.$, this.data, words);
    },
    getLabel() {
      return `${words.video}: ${this.data.caption || this.data.address}. ${words.edit}`;
    },
    async insert() {
      const video = await tools.video({ address: "", caption: "" }, { isNew: true });
      if (video) insertBlock(editor, html(video));
      else editor.focus();
    },
  });
}

function addPullQuotes(editor) {
  const quote = () => editor.elementPath()?.contains("blockquote");
  editor.addCommand("pullQuote", {
    allowedContent: "blockquote(pull)",
    requiredContent: "blockquote(pull)",
    exec() {
      editor.fire("saveSnapshot");
      if (!quote()) editor.execCommand("blockquote");
      else if (quote().hasClass("pull")) return editor.execCommand("blockquote");
      quote()?.addClass("pull");
      editor.fire("saveSnapshot");
      this.refresh(editor, editor.elementPath());
    },
    refresh(_editor, path) {
      const on = path?.contains("blockquote")?.hasClass("pull");
      this.setState(on ? CKEDITOR.TRISTATE_ON : CKEDITOR.TRISTATE_OFF);
    },
    contextSensitive: true,
  });
}

/* Our dialog, with our own stories, in the place of CKEditor's. */
function takeOverLinks(editor, tools) {
  editor.addCommand("link", {
    allowedContent: "a[!href]",
    requiredContent: "a[href]",
    async exec() {
      const present = CKEDITOR.plugins.link.getSelectedLink(editor);
      const range = editor.getSelection().getRanges()[0];
      const link = { address: present?.data("cke-saved-href") || present?.getAttribute("href") || "" };
      const answer = await tools.link(link, { isNew: !present });
      editor.focus();
      if (!answer) return;
      if (answer === "remove") return editor.execCommand("unlink");
      setLink(editor, present, range, { ...answer, address: whole(answer.address) });
    },
  });
  editor.on("doubleclick", (event) => {
    if (event.data.dialog !== "link") return;
    event.data.dialog = "";
    editor.execCommand("link");
  }, null, null, 20);
}

function setLink(editor, present, range, { address, headline }) {
  const attributes = { href: address, "data-cke-saved-href": address };
  editor.fire("saveSnapshot");
  if (present) {
    present.setAttributes(attributes);
  } else if (!range || range.collapsed) {
    const link = new CKEDITOR.dom.element("a", editor.document);
    link.setAttributes(attributes);
    link.setText(headline || address);
    editor.insertElement(link);
  } else {
    const style = new CKEDITOR.style({ element: "a", attributes });
    style.type = CKEDITOR.STYLE_INLINE;
    editor.applyStyle(style);
  }
  editor.fire("saveSnapshot");
}

/* "example.org/x" and "ai@example.org", as people write them. */
function whole(address) {
  if (/^[^\s/:@]+@[^\s/:@]+\.\w+$/.test(address)) return `mailto:${address}`;
  return /^[\w-]+(\.[\w-]+)+(\/|$)/.test(address) ? `https://${address}` : address;
}

function insertBlock(editor, html) {
  editor.focus();
  const { focused } = editor.widgets;
  if (focused) {
    // Behind the widget, not in its place.
    const range = editor.createRange();
    range.moveToPosition(focused.wrapper, CKEDITOR.POSITION_AFTER_END);
    range.select();
  }
  editor.insertHtml(html);
  leaveRoomAtTheEnd(editor);
}

/* A paragraph to go on writing in, where a widget is the last thing. */
function leaveRoomAtTheEnd(editor) {
  const last = editor.editable().getLast((node) => node.type === CKEDITOR.NODE_ELEMENT);
  if (!last || !CKEDITOR.plugins.widget.isDomWidgetWrapper(last)) return;
  const paragraph = new CKEDITOR.dom.element("p", editor.document);
  paragraph.appendBogus();
  paragraph.insertAfter(last);
}

function remove(widget) {
  const { editor } = widget;
  editor.fire("saveSnapshot");
  editor.widgets.del(widget);
  editor.fire("saveSnapshot");
  editor.focus();
}

/* HTML of ours as CKEditor's own kind of element. */
function element(html) {
  return CKEDITOR.htmlParser.fragment.fromHtml(html).children[0];
}
