/* One photo on its way to the newsroom: what is asked before, the sending, and what the answers
   mean. Nothing here tries again; see photo-queue.js. */

// A line that moves nothing for so long is gone, though nobody says so.
const SILENCE = 60000;
const PATIENCE = 20000;

/* The newsroom does not take it, and never will. */
export class Refused extends Error {}

/* Nobody is logged in ("login"), or somebody else is ("other"). */
export class Halted extends Error {}

/* Which photos have come for the places `keys`: {arrived: {key: photo}, most: bytes that are taken};
   who asks has to be `user`. */
export async function arrivals(address, keys, user) {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), PATIENCE);
  try {
    const answer = await fetch(`${address}?keys=${keys.join(",")}`, {
      signal: late.signal, cache: "no-store", headers: { Accept: "application/json" },
    });
    if (answer.redirected || answer.status === 403) throw new Halted("login");
    if (!answer.ok) throw new Error(answer.statusText);
    const told = await answer.json();
    if (String(told.user) !== user) throw new Halted("other");
    return told;
  } finally {
    clearTimeout(timer);
  }
}

/* Sends a job; resolves to the photo of the library. `progress` gets the percentage. */
export function send(job, { upload, user, large }, progress, stopped) {
  const request = new XMLHttpRequest();
  const body = new FormData();
  body.append("for_place", job.key);
  body.append("sender", user);
  body.append("upload", job.file, job.name || "anh");
  return new Promise((resolve, reject) => {
    let silence;
    const alive = () => {
      clearTimeout(silence);
      silence = setTimeout(() => request.abort(), SILENCE);
    };
    request.upload.addEventListener("progress", (event) => {
      alive();
      if (event.lengthComputable) progress(Math.round(100 * event.loaded / event.total));
    });
    request.addEventListener("loadend", () => {
      clearTimeout(silence);
      read(request, upload, large, resolve, reject);
    });
    stopped.addEventListener("abort", () => request.abort(), { once: true });
    request.open("POST", upload);
    request.setRequestHeader("X-CSRFToken", token());
    request.setRequestHeader("Accept", "application/json");
    alive();
    request.send(body);
  });
}

function read(request, upload, large, resolve, reject) {
  let answer = null;
  try { answer = JSON.parse(request.responseText); } catch { /* an error page, or the login */ }
  const { status } = request;
  if (answer?.photo) resolve(answer.photo);
  else if (status === 422 && answer?.error) reject(new Refused(answer.error));
  else if (status === 413) reject(new Refused(large));
  else if (status === 409) reject(new Halted("other"));
  else if (status === 403 || (status === 200 && !request.responseURL.endsWith(upload))) reject(new Halted("login"));
  else reject(new Error(`${status}`));
}

/* The token of now: a login in another tab has changed it since this page was loaded. */
function token() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1]
    || document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
}
