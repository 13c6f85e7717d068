// Copying and printing the recovery codes; without JavaScript they can be selected and printed.
const tools = document.querySelector(".codes-tools");
const copy = tools.querySelector("[data-copy]");
const codes = [...document.querySelectorAll("#codes code")].map((code) => code.textContent);

copy.hidden = !navigator.clipboard;
copy.addEventListener("click", async () => {
  await navigator.clipboard.writeText(codes.join("\n"));
  copy.textContent = copy.dataset.done;
});
tools.querySelector("[data-print]").addEventListener("click", () => window.print());
tools.hidden = false;
