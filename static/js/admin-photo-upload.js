/* Uploading many photos: two at a time, each with its progress, each tried again by itself when
   the line drops. Without it the form posts all files in one request.
   Markup: form.photo-upload with data-upload, data-captions, data-change (…/0/change/), its texts,
   .drop-zone, ul.upload-list, [role=status], a.continue. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const AT_ONCE = 2;
  const PAUSES = [1000, 3000, 9000];
  // A line that moves nothing for so long is gone, though nobody says so.
  const SILENCE = 60000;
  const form = document.querySelector(".photo-upload");
  if (!form) return;
  const text = form.dataset;
  const input = form.querySelector("input[type=file]");
  const zone = form.querySelector(".drop-zone");
  const list = form.querySelector(".upload-list");
  const status = form.querySelector("[role=status]");
  const next = form.querySelector("a.continue");
  const popup = Boolean(form.querySelector("[name=_popup]"));
  const queue = [];
  const stored = [];
  let running = 0;

  form.querySelector("button[type=submit]").hidden = true;
  form.addEventListener("submit", (event) => event.preventDefault());

  // The token of now: a login in another tab has changed it since this page was loaded.
  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1]
    || form.querySelector("[name=csrfmiddlewaretoken]").value;

  function row(file) {
    const item = document.createElement("li");
    item.className = "upload-row";
    const image = document.createElement("span");
    image.className = "thumbnail";
    const words = document.createElement("span");
    words.className = "upload-text";
    const name = document.createElement("b");
    name.textContent = file.name;
    const progress = document.createElement("progress");
    progress.max = 100;
    progress.value = 0;
    progress.setAttribute("aria-label", file.name);
    const state = document.createElement("span");
    state.className = "upload-state";
    words.append(name, progress, state);
    item.append(image, words);
    list.append(item);
    return { file, item, image, progress, state, tries: 0 };
  }

  function say(job, kind, message) {
    job.item.className = `upload-row ${kind}`;
    job.state.textContent = message;
  }

  function finish(job, kind, message) {
    job.progress.remove();
    say(job, kind, message);
    status.textContent = `${job.file.name}: ${message}`;
    running -= 1;
    start();
  }

  function show(job, photo) {
    const image = new Image(64, 64);
    image.className = "thumbnail";
    image.alt = "";
    image.src = photo.thumbnail;
    job.image.replaceWith(image);
    const link = document.createElement("a");
    link.href = text.change.replace("/0/", `/${photo.id}/`);
    link.textContent = photo.caption || `№ ${photo.id}`;
    if (popup) link.target = "_blank";
    job.state.append(" ", link);
  }

  function keep(photo) {
    if (!stored.includes(photo.id)) stored.push(photo.id);
    const ids = stored.slice(-Number(text.most));
    next.href = `${text.captions}?ids=${ids.join(",")}${popup ? "&_popup=1" : ""}`;
    next.textContent = ids.length === 1 ? text.one : text.many.replace("{count}", ids.length);
    next.hidden = false;
    if (popup) location.assign(next.href);
  }

  function again(job, message) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text.retry;
    button.addEventListener("click", () => {
      button.remove();
      job.tries = 0;
      job.item.querySelector(".upload-text").insertBefore(job.progress, job.state);
      queue.push(job);
      say(job, "", text.waiting);
      start();
    });
    finish(job, "failed", message);
    job.item.append(button);
  }

  function dropped(job) {
    const pause = PAUSES[job.tries];
    if (pause === undefined) return again(job, text.failed);
    job.tries += 1;
    job.resent = true;
    say(job, "waiting", `${text.again} (${job.tries}/${PAUSES.length})`);
    setTimeout(() => send(job), pause);
  }

  function answered(job, request) {
    let answer = null;
    try { answer = JSON.parse(request.responseText); } catch { /* an error page */ }
    if (request.status === 201 || (request.status === 200 && answer?.photo)) {
      // What was sent twice because its answer got lost is new all the same.
      const old = answer.duplicate && !job.resent;
      finish(job, old ? "duplicate" : "stored", old ? text.duplicate : text.stored);
      show(job, answer.photo);
      if (!old || popup) keep(answer.photo);
    } else if (request.status === 422 && answer) {
      finish(job, "refused", answer.error);
    } else if (request.status === 413) {
      finish(job, "refused", text.large);
    } else if (request.status === 403) {
      again(job, text.closed);
    } else {
      dropped(job);
    }
  }

  function send(job) {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("upload", job.file);
    let silence;
    const alive = () => {
      clearTimeout(silence);
      silence = setTimeout(() => request.abort(), SILENCE);
    };
    request.upload.addEventListener("progress", (event) => {
      alive();
      if (!event.lengthComputable) return;
      job.progress.value = Math.round(100 * event.loaded / event.total);
      say(job, "", event.loaded < event.total ? `${text.sending} ${job.progress.value} %` : text.working);
    });
    request.addEventListener("loadend", () => {
      clearTimeout(silence);
      if (request.status) answered(job, request);
      else dropped(job);
    });
    request.open("POST", text.upload);
    request.setRequestHeader("X-CSRFToken", token());
    job.progress.value = 0;
    say(job, "", text.sending);
    alive();
    request.send(body);
  }

  function start() {
    while (running < AT_ONCE && queue.length) {
      running += 1;
      send(queue.shift());
    }
  }

  function take(files) {
    for (const file of popup ? [...files].slice(0, 1) : files) {
      const job = row(file);
      say(job, "", text.waiting);
      queue.push(job);
    }
    start();
  }

  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";
  });
  for (const kind of ["dragenter", "dragover"]) {
    zone.addEventListener(kind, (event) => {
      event.preventDefault();
      zone.classList.add("over");
    });
  }
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    take([...event.dataTransfer.files]);
  });
  // A file dropped beside the zone would replace this page.
  for (const kind of ["dragover", "drop"]) {
    window.addEventListener(kind, (event) => event.preventDefault());
  }
  window.addEventListener("beforeunload", (event) => {
    if (running || queue.length) event.preventDefault();
  });
});
