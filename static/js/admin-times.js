/* Says under each time that is being typed what it means: the weekday, the zone, how far away, and
   the same moment on this machine where its clock is another one. Everything works without it.
   Markup: an ancestor with data-zone (words), data-utc-offset (minutes), data-this-machine. */
const LANGUAGE = document.documentElement.lang || "vi";
const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60]];

function read(day, time) {
  const date = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(day.trim());
  const clock = /^(\d{1,2})[:h](\d{2})?(?::\d{2})?$/.exec(time.trim());
  if (!date || !clock) return null;
  return moment(Number(date[3]), Number(date[2]), Number(date[1]), Number(clock[1]), Number(clock[2] || 0));
}

/* The typed digits as a Date whose UTC parts are those digits; null for what no calendar has. */
function moment(year, month, day, hour, minute) {
  const typed = new Date(Date.UTC(year, month - 1, day, hour, minute));
  const same = typed.getUTCMonth() === month - 1 && typed.getUTCDate() === day && typed.getUTCHours() === hour;
  return same ? typed : null;
}

function distance(seconds) {
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) || UNITS.at(-1);
  return new Intl.RelativeTimeFormat(LANGUAGE, { numeric: "always" }).format(Math.round(seconds / size), unit);
}

function told(typed, { zone, utcOffset, thisMachine }) {
  const instant = new Date(typed.getTime() - Number(utcOffset) * 60000);
  /* As the paper prints moments, whatever the browser makes of the language: Thứ năm, 26/11/2026 17:30 */
  const shown = (date, timeZone) => {
    const weekday = date.toLocaleDateString(LANGUAGE, { weekday: "long", timeZone });
    const day = { day: "2-digit", month: "2-digit", year: "numeric", timeZone };
    const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone };
    const digits = `${date.toLocaleDateString("en-GB", day)} ${date.toLocaleTimeString("en-GB", clock)}`;
    return `${weekday[0].toUpperCase()}${weekday.slice(1).toLowerCase()}, ${digits}`;
  };
  const text = `${shown(typed, "UTC")} (${zone}), ${distance((instant - Date.now()) / 1000)}`;
  const elsewhere = -instant.getTimezoneOffset() !== Number(utcOffset);
  return elsewhere ? `${text} · ${thisMachine}: ${shown(instant)}` : text;
}

function watch(inputs, after, typed) {
  const words = after.closest("[data-zone]")?.dataset;
  if (!words) return;
  const output = document.createElement("output");
  output.className = "time-told";
  after.after(output);
  let before = null;
  const tell = () => {
    const now = inputs.map((input) => input.value).join(" ");
    if (now === before) return;
    before = now;
    const date = typed();
    output.value = date ? told(date, words) : "";
  };
  for (const input of inputs) for (const event of ["input", "change", "blur"]) input.addEventListener(event, tell);
  // Django's calendar and clock write into the fields without an event.
  document.addEventListener("click", () => setTimeout(tell));
  tell();
}

document.addEventListener("DOMContentLoaded", () => {
  for (const row of document.querySelectorAll("p.datetime")) {
    const inputs = [...row.querySelectorAll("input")];
    if (inputs.length === 2) watch(inputs, row, () => read(inputs[0].value, inputs[1].value));
  }
  for (const input of document.querySelectorAll('input[type="datetime-local"]')) {
    watch([input], input, () => {
      const parts = /^(\d+)-(\d+)-(\d+)T(\d+):(\d+)/.exec(input.value);
      return parts && moment(...parts.slice(1).map(Number));
    });
  }
});
