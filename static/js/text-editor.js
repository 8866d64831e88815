// Writing an article of an agreement text: <form data-text-editor> (placements/text_article.html).
// A field of the palette comes where the cursor is; what is typed is saved by itself, over exactly
// what was seen. Where somebody else saved, nothing is sent any more: the person presses Save and
// sees both. Without this file every button of the page works as well. Copies on the device: drafts.js.
(() => {
  "use strict";
  const form = document.querySelector("form[data-text-editor]");
  if (!form) return;
  const WAIT = 1500;
  const AGAIN = 15000;
  const state = form.querySelector("[data-text-state]");
  const seen = form.elements.seen;

  // -- a field at the cursor -----------------------------------------------------------------
  const writable = "textarea, input.form-control";
  let last = null;
  form.addEventListener("focusin", (event) => { if (event.target.matches(writable)) last = event.target; });
  const into = document.querySelector("[data-into]");
  if (into) into.hidden = true;
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-field]");
    const target = last || form.querySelector("textarea");
    if (!button || !target) return;
    event.preventDefault();
    target.focus();
    target.setRangeText(`{${button.dataset.field}}`, target.selectionStart, target.selectionEnd, "end");
    target.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // -- saved while one types -----------------------------------------------------------------
  let timer = 0;
  let busy = false;
  let stopped = Boolean(form.elements.over);
  const say = (words) => { state.textContent = words; };
  const time = () => new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" }).format(new Date());
  const later = (wait) => { clearTimeout(timer); timer = setTimeout(send, wait); };
  const words = () => { const data = new FormData(form); data.set("do", "save"); data.delete("csrfmiddlewaretoken"); data.delete("seen"); return new URLSearchParams(data).toString(); };

  const showFaults = (faults) => {
    for (const place of form.querySelectorAll("[data-faults]")) {
      const mine = faults.filter((fault) => (fault.block === null ? "whole" : String(fault.block)) === place.dataset.faults);
      place.replaceChildren(...mine.map((fault) => {
        const line = document.createElement("p");
        line.className = fault.warning ? "text-fault text-warning-line" : "text-fault";
        line.textContent = fault.text;
        return line;
      }));
    }
  };
  const kept = (said, sent) => {
    seen.value = said.seen;
    form.action = said.action;
    if (location.pathname !== said.action) history.replaceState(null, "", said.action);
    try { localStorage.removeItem(`trialoog-draft:${document.body.dataset.person}:${form.dataset.draftKey}`); } catch { /* no store, no copy */ }
    form.dataset.draftKey = `text-${said.action.split("/").slice(-4, -1).join("-")}-${said.seen}`;
    showFaults(said.faults);
    if (words() !== sent) return later(WAIT);
    return say(form.dataset.saved.replace("{time}", time()));
  };
  const send = async () => {
    if (busy || stopped) return;
    busy = true;
    const sent = words();
    const body = new FormData(form);
    body.set("do", "save");
    let wait = 0;
    try {
      const answer = await fetch(form.action, { method: "POST", body, redirect: "manual", headers: { Accept: "application/json" } });
      busy = false;
      if (answer.ok) kept(await answer.json(), sent);
      else if (answer.status === 409) { stopped = true; say(form.dataset.elsewhere); }
      else if (answer.status === 400) say(`${form.dataset.stopped} ${(await answer.json()).detail}`);
      else wait = AGAIN;
    } catch { wait = AGAIN; }
    busy = false;
    if (wait) { say(form.dataset.unsaved); later(wait); }
  };
  form.addEventListener("input", (event) => { if (event.target.name !== "into") later(WAIT); });
  form.addEventListener("change", (event) => { if (event.target.name !== "into") later(WAIT); });
  form.addEventListener("submit", () => { clearTimeout(timer); stopped = true; });
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
