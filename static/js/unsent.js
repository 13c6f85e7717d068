/* Text that has not reached the newsroom: kept in this browser until it has.
   A record is {writer, story, key, tab, over, serial, fields: [[name, value], …]}: who typed it, for
   which story, in which open form, and the form as it would be posted. */
const PREFIX = "newsroom.unsent.";
// A line that says nothing for so long is as good as none.
const PATIENCE = 20000;
const nameOf = ({ writer, tab }) => `${PREFIX}${writer}.${tab}`;

/* Is the record in the browser's storage now? It may be full, or closed. */
export function keepHere(record) {
  try {
    localStorage.setItem(nameOf(record), JSON.stringify(record));
    return true;
  } catch {
    return false;
  }
}

/* Forgets a record that has arrived, unless something was typed since. */
export function forgetHere(record) {
  const kept = read(nameOf(record));
  if (kept && kept.serial <= record.serial) localStorage.removeItem(nameOf(record));
}

/* What this person typed and the newsroom does not have. */
export function keptHere(writer) {
  try {
    const mine = Object.keys(localStorage).filter((name) => name.startsWith(`${PREFIX}${writer}.`));
    return mine.map(read).filter(Boolean);
  } catch {
    return [];
  }
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

/* The token of now: a login in another window has changed it since this page was made. */
export function token() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] || "";
}

/* Posts to an address of the newsroom. Resolves to the answer {…, problem}: problem is null when all went
   well, else "offline", "loggedOut", or what the server says. */
export async function post(address, body, { alive = false } = {}) {
  let answer;
  try {
    answer = await fetch(address, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": token(), Accept: "application/json" },
      keepalive: alive,
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    return { problem: "offline" };
  }
  const told = await answer.json().catch(() => null);
  if (told) return { problem: null, ...told };
  if (answer.status === 204) return { problem: null };
  // The page for expired logins is no JSON.
  return { problem: answer.status === 403 ? "loggedOut" : "offline" };
}

/* Sends a record to be kept; `left` when its form is closed, so that it may be saved already. */
export function send(record, address, { left = false, alive = false } = {}) {
  const body = new FormData();
  for (const [name, value] of record.fields) body.append(name, value);
  for (const name of ["writer", "key", "tab"]) body.set(name, record[name]);
  body.set("_story", record.story);
  body.set("_over", record.over);
  body.set("_serial", record.serial);
  if (left) body.set("_left", "1");
  return post(address, body, { alive });
}
