// What somebody writes stays on this device until the server says it has it:
//   <form data-draft-key="day-2026-11-20" data-draft-since="<last change on the server, ISO>">
//   <span data-draft-clear="day-2026-11-20" hidden></span>   on the page after a successful save
//   <form data-draft-forget>                                   signing out forgets everything
// Drafts belong to one person (body data-person): on a shared device they are thrown away when
// somebody else comes in, and in any case after thirty days.
(() => {
  "use strict";
  const PREFIX = "trialoog-draft:";
  const OLD = 30 * 24 * 3600 * 1000;
  const person = document.body.dataset.person;
  const store = (() => {
    try { localStorage.setItem(PREFIX, ""); localStorage.removeItem(PREFIX); return localStorage; } catch { return null; }
  })();
  if (!store || !person) return;

  const MINE = `${PREFIX}${person}:`;
  const name = (key) => MINE + key;
  const drafts = () => Object.keys(store).filter((key) => key.startsWith(PREFIX));
  const read = (key) => { try { return JSON.parse(store.getItem(key)); } catch { return null; } };

  for (const key of drafts()) {
    const draft = read(key);
    if (!draft || !key.startsWith(MINE) || Date.now() - draft.at > OLD) store.removeItem(key);
  }
  const clear = (root) => root.querySelectorAll("[data-draft-clear]").forEach((mark) => store.removeItem(name(mark.dataset.draftClear)));
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-draft-forget]")) drafts().forEach((key) => store.removeItem(key));
  });

  const fields = (form) => [...form.elements].filter((field) => field.name && field.name !== "csrfmiddlewaretoken" && !["hidden", "file", "password", "submit", "button"].includes(field.type));
  const tick = (field) => field.type === "checkbox" || field.type === "radio";
  const values = (form) => fields(form).map((field) => [field.name, tick(field) ? field.value : null, tick(field) ? field.checked : field.value]);
  const say = (form, what, at) => {
    const line = form.querySelector("[data-draft-state]");
    if (!line || !line.dataset[what]) return;
    const time = new Intl.DateTimeFormat(document.documentElement.lang, what === "kept" ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" }).format(at);
    line.textContent = line.dataset[what].replace("{time}", time);
  };

  const restore = (form) => {
    const draft = read(name(form.dataset.draftKey));
    if (!draft) return;
    if (form.dataset.draftSince && Date.parse(form.dataset.draftSince) > draft.at) {
      store.removeItem(name(form.dataset.draftKey));
      return;
    }
    const before = JSON.stringify(values(form));
    const chosen = [];
    for (const [field, option, value] of draft.values) {
      for (const input of fields(form).filter((one) => one.name === field && (option === null || one.value === option))) {
        if (tick(input) && value && !input.checked) chosen.push(input);
        if (tick(input)) input.checked = value; else input.value = value;
      }
    }
    if (JSON.stringify(values(form)) !== before) say(form, "restored", draft.at);
    // Whatever hangs on a choice (a question shown above the text) follows it, once htmx is awake.
    const follow = () => chosen.forEach((input) => input.dispatchEvent(new Event("change", { bubbles: true })));
    if (document.readyState === "complete") follow(); else window.addEventListener("load", follow, { once: true });
  };

  let timer = 0;
  const keep = (form) => {
    const at = Date.now();
    try { store.setItem(name(form.dataset.draftKey), JSON.stringify({ at, values: values(form) })); } catch { return; }
    say(form, "kept", at);
  };
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form || !form.dataset.draftKey) return;
    clearTimeout(timer);
    timer = setTimeout(keep, 400, form);
  });
  document.addEventListener("submit", (event) => { if (event.target.dataset.draftKey) keep(event.target); }, true);

  const wake = (root) => { clear(root); root.querySelectorAll("form[data-draft-key]").forEach(restore); };
  wake(document);
  document.addEventListener("htmx:afterSwap", (event) => wake(event.target));
})();
