// A day that is being written is kept in the portal too, beside the draft on the device:
//   <form data-draft-url="..." data-draft-known="<when the portal had it last, ISO, or empty>">
//   components of the page: [data-draft-there] says it is kept; [data-draft-elsewhere] tells that
//   another device wrote, with [data-draft-take] and [data-draft-mine]; [data-draft-sent].
(() => {
  "use strict";
  const form = document.querySelector("form[data-draft-url]");
  if (!form) return;
  const WAIT = 1500;
  const writer = self.crypto && crypto.randomUUID ? crypto.randomUUID() : String(Math.random());
  const find = (name) => document.querySelector(`[data-draft-${name}]`);
  const line = form.querySelector("[data-draft-state]");
  let known = form.dataset.draftKnown;
  let other = null;
  let timer = 0;
  let leaving = false;

  const told = (said) => {
    if (said.state === "kept") {
      known = said.saved_at;
      const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" }).format(new Date(known));
      line.textContent = find("there").dataset.said.replace("{time}", time);
    }
    if (said.state === "elsewhere") other = said;
    find("elsewhere").hidden = said.state !== "elsewhere";
    find("sent").hidden = said.state !== "sent";
  };
  const keep = async () => {
    if (leaving || other) return;
    const body = new FormData(form);
    [...form.elements].filter((field) => field.type === "file").forEach((field) => body.delete(field.name));
    body.set("writer", writer);
    body.set("since", known);
    try {
      const answer = await fetch(form.dataset.draftUrl, { method: "POST", body, redirect: "manual", headers: { Accept: "application/json" } });
      if (answer.ok) told(await answer.json());
    } catch { /* it is on the device */ }
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, WAIT); });
  form.addEventListener("submit", () => { leaving = true; clearTimeout(timer); });
  window.addEventListener("pageshow", () => { leaving = false; });

  find("take").addEventListener("click", () => {
    for (const field of form.elements) {
      const value = other.content[field.name];
      if (value === undefined) continue;
      if (["checkbox", "radio"].includes(field.type)) field.checked = [value].flat().includes(field.value); else field.value = value;
    }
    go();
  });
  find("mine").addEventListener("click", () => go());
  const go = () => { known = other.saved_at; other = null; find("elsewhere").hidden = true; keep(); };
})();
