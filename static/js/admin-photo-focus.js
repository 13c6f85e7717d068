/* The focal point of a photo, picked on the picture by click, drag or arrow keys, with the crops
   following. The number fields stay; without this they do it alone.
   Markup: .focal[data-width][data-height] with an img, .crops .crop-wide|classic|square with an
   img, #id_focal_x, #id_focal_y, #id_kind, [role=status]. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const RATIOS = { wide: 16 / 9, classic: 4 / 3, square: 1 };
  const sight = document.querySelector(".photo-sight");
  const x = document.getElementById("id_focal_x");
  const y = document.getElementById("id_focal_y");
  const kind = document.getElementById("id_kind");
  if (!sight || !x || !y || !kind) return;
  const picture = sight.querySelector(".focal");
  const status = sight.querySelector("[role=status]");
  const text = picture.dataset;
  const width = Number(text.width);
  const height = Number(text.height);

  const point = document.createElement("div");
  point.className = "focal-point";
  point.tabIndex = 0;
  // Screen readers hand the arrow keys over to it.
  point.setAttribute("role", "application");
  point.setAttribute("aria-roledescription", text.role);
  picture.append(point);

  const within = (value) => Math.min(100, Math.max(0, Math.round(Number(value) || 0)));
  const where = () => text.where.replace("{x}", within(x.value)).replace("{y}", within(y.value));

  // As renditions.py cuts: as near to the point as the edges allow.
  const shift = (focus, whole, frame) => {
    if (whole <= frame) return 50;
    const start = Math.min(Math.max(0, whole * focus / 100 - frame / 2), whole - frame);
    return 100 * start / (whole - frame);
  };

  function draw() {
    const graphic = kind.value === text.graphic;
    point.style.left = `${within(x.value)}%`;
    point.style.top = `${within(y.value)}%`;
    point.setAttribute("aria-label", `${where()}. ${text.keys}`);
    point.hidden = graphic;
    sight.querySelector(".focal-help").hidden = graphic;
    sight.querySelector(".graphic-note").hidden = !graphic;
    for (const [name, ratio] of Object.entries(RATIOS)) {
      const image = sight.querySelector(`.crop-${name} img`);
      const across = shift(within(x.value), width, Math.min(width, height * ratio));
      const down = shift(within(y.value), height, Math.min(height, width / ratio));
      image.style.objectPosition = `${across}% ${down}%`;
      image.style.objectFit = graphic ? "contain" : "cover";
    }
  }

  function move(left, top) {
    x.value = within(left);
    y.value = within(top);
    draw();
    status.textContent = where();
  }

  function follow(event) {
    const frame = picture.getBoundingClientRect();
    move(100 * (event.clientX - frame.left) / frame.width, 100 * (event.clientY - frame.top) / frame.height);
  }

  for (const name of Object.keys(RATIOS)) {
    const image = sight.querySelector(`.crop-${name} img`);
    image.src = picture.querySelector("img").src;
  }
  picture.addEventListener("pointerdown", (event) => {
    if (kind.value === text.graphic || event.button) return;
    event.preventDefault();
    point.focus({ preventScroll: true });
    picture.setPointerCapture(event.pointerId);
    follow(event);
  });
  picture.addEventListener("pointermove", (event) => {
    if (picture.hasPointerCapture(event.pointerId)) follow(event);
  });
  point.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 10 : 1;
    const by = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    if (!by) return;
    event.preventDefault();
    move(within(x.value) + by[0], within(y.value) + by[1]);
  });
  for (const field of [x, y, kind]) field.addEventListener("input", draw);
  draw();
});
