/* What a moderator typed in a card outlives that card.

   `carry` puts it into the fresh card, in the field of the same name. Where that has no such field
   any more, it stands there to be copied. */

const FIELDS = "textarea, input[type=text]";

/* Verb -> the fields whose words it takes. */
const TAKES = {
  edit: ["text", "name"], answer: ["answer"],
  approve: ["note"], reject: ["note"], spam: ["note"], reopen: ["note"],
};

export function typed(card) {
  return [...card.querySelectorAll(FIELDS)].filter((field) => field.value !== field.defaultValue);
}

/* What was sent with a step that is done was taken over; unless it was written on meanwhile. */
export function taken(card, button, sent) {
  for (const took of TAKES[button.value.split(":")[0]] ?? []) {
    const name = `${took}-${card.dataset.pk}`;
    const field = card.querySelector(`[name="${name}"]`);
    if (field && field.value === sent.get(name)) field.value = field.defaultValue;
  }
}

export function carry(card, fresh, label) {
  const at = document.activeElement;
  const homeless = [];
  let there = null;
  for (const field of typed(card)) {
    const place = field.name && fresh.querySelector(`[name="${field.name}"]`);
    if (!place) {
      homeless.push(field.value);
      continue;
    }
    place.value = field.value;
    place.closest("details").open = true;
    if (field === at) there = [place, at.selectionStart, at.selectionEnd];
  }
  if (homeless.length) fresh.append(toCopy(homeless.join("\n\n"), label));
  return there;
}

/* Who was typing goes on where they were. */
export function goOn([field, start, end]) {
  field.focus({ preventScroll: true });
  field.setSelectionRange(start, end);
}

function toCopy(words, text) {
  const label = document.createElement("label");
  const field = document.createElement("textarea");
  label.className = "kept-words";
  field.readOnly = true;
  field.rows = 4;
  field.value = words;
  label.append(text, field);
  return label;
}
