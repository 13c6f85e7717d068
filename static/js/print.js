// A button to print with; the browser's own menu does the same without it.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
// A photo further down has to be there before it is printed.
for (const image of document.images) image.loading = "eager";
