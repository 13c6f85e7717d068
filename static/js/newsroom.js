/* On every page of the newsroom: text that a closed window could not send is sent when there is a
   line again, and before this person logs out.
   Markup: .newsroom-unsent with data-writer, data-autosave and its words. */
import { forgetHere, keptHere, send } from "./unsent.js";

const LAST_CALL = 5000;
const house = document.querySelector(".newsroom-unsent");
if (house) watch(house.dataset);

function watch({ writer, autosave, arrived, look, logout }) {
  // The form that is open here sends for itself.
  const tab = document.querySelector("input[name=tab]")?.value;
  const others = () => keptHere(writer).filter((record) => record.tab !== tab);

  async function deliver(record) {
    const answer = await send(record, autosave, { left: true });
    if (!answer.problem) forgetHere(record);
    document.dispatchEvent(new CustomEvent("unsent-arrived", { detail: { record, answer } }));
    if (!answer.problem && !answer.saved) tell(answer.look);
  }

  function tell(address) {
    const link = document.createElement("a");
    link.href = address;
    link.textContent = look;
    house.replaceChildren(`${arrived} `, link);
    house.hidden = false;
  }

  async function deliverAll(records) {
    for (const record of records) await deliver(record);
  }

  deliverAll(others());
  window.addEventListener("online", () => deliverAll(others()));

  const form = document.getElementById("logout-form");
  form?.addEventListener("submit", async (event) => {
    if (!keptHere(writer).length) return;
    event.preventDefault();
    const late = new Promise((resolve) => { setTimeout(resolve, LAST_CALL); });
    await Promise.race([deliverAll(keptHere(writer)), late]);
    if (!keptHere(writer).length || window.confirm(logout)) form.submit();
  });
}
