/* Beside the end of the breaking mark: how long it lasts from now, by one tap instead of two typed
   fields. Everything works without it.
   Markup: .field-breaking_until with Django's two fields, within [data-ends-hours] (words, the offset
   of the paper's clock in data-utc-offset). */
const HOURS = [2, 6];

document.addEventListener("DOMContentLoaded", () => {
  const row = document.querySelector(".field-breaking_until p.datetime");
  const words = row?.closest("[data-ends-hours]")?.dataset;
  const [day, time] = row?.querySelectorAll("input") || [];
  if (!words || !time) return;
  const offset = Number(words.utcOffset) * 60000;

  /* ``moment`` in milliseconds; its UTC parts, once shifted, are what the clock of the paper shows. */
  function put(moment) {
    const [date, clock] = new Date(moment + offset).toISOString().split("T");
    day.value = date.split("-").reverse().join("/");
    time.value = clock.slice(0, 5);
    for (const input of [day, time]) input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function midnight() {
    const local = new Date(Date.now() + offset);
    return local.setUTCHours(23, 59, 0, 0) - offset;
  }

  const box = document.createElement("p");
  box.className = "ends";
  const choices = HOURS.map((hours) => [
    words.endsHours.replace("{hours}", hours), () => Date.now() + hours * 3600000,
  ]);
  for (const [label, moment] of [...choices, [words.endsToday, midnight]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = label;
    button.addEventListener("click", () => put(moment()));
    box.append(button);
  }
  row.after(box);
});
