// The page without a connection (templates/placements/day_offline.html), filled from this device:
// the form of each open placement, and each entry with where it is.
(() => {
  "use strict";
  const { dayQueue } = self;
  const root = document.querySelector("[data-day-offline]");
  if (!root) return;
  const part = (name) => root.querySelector(`[data-${name}]`);
  const shown = (element, yes) => { element.hidden = !yes; };
  if (!dayQueue || !dayQueue.able) { shown(part("unable"), true); return; }
  const day = (date) => new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", day: "numeric", month: "long" }).format(new Date(`${date}T12:00`));
  const clock = (at) => new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }).format(at);
  let me = null;
  let open = "";

  // --- what waits

  const step = (list, [name, when, where]) => {
    const item = document.createElement("li");
    item.append(name);
    if (when) item.append(document.createElement("br"), when);
    if (where) item.className = where;
    if (where === "now") item.setAttribute("aria-current", "step");
    list.append(item);
  };
  const line = async (entry) => {
    const item = part("entry").content.firstElementChild.cloneNode(true);
    const inside = (name) => item.querySelector(`[data-${name}]`);
    let fields = [];
    try { if (entry.sealed) fields = await dayQueue.fieldsOf(me, entry); } catch { shown(inside("sealed"), true); }
    const said = Object.fromEntries(fields.filter(([, value]) => typeof value === "string"));
    inside("date").textContent = said.date ? day(said.date) : day(dateOf(entry.at));
    inside("words").textContent = said.tasks || "";
    shown(inside("words"), Boolean(said.tasks));
    shown(inside("photo"), fields.some(([, value]) => typeof value !== "string"));
    shown(inside("no-words"), !said.tasks && Boolean(entry.sealed));
    for (const state of ["conflict", "refused"]) shown(inside(state), entry.state === state);
    for (const reason of entry.reasons || []) { const why = document.createElement("li"); why.textContent = reason; inside("reasons").append(why); }
    const names = JSON.parse(root.dataset.steps);
    const steps = entry.steps || names.map((name, place) => [name, place ? "" : clock(entry.at), place ? "" : "now"]);
    steps.forEach((one) => step(inside("passport"), one));
    const link = inside("link");
    shown(link, entry.url && entry.state === "received");
    if (!link.hidden) link.href = entry.url;
    if (entry.state === "conflict") inside("choose").href = entry.url;
    inside("again").addEventListener("click", () => again(entry, fields));
    inside("drop").addEventListener("click", () => { if (inside("sure").hidden) shown(inside("sure"), true); });
    inside("drop-now").addEventListener("click", () => dayQueue.drop(entry.key));
    shown(inside("mend"), entry.state === "refused");
    return item;
  };
  const dateOf = (at) => { const moment = new Date(at); return new Date(at - moment.getTimezoneOffset() * 60000).toISOString().slice(0, 10); };
  // Back into the form, to put right what the portal could not take; it leaves with a new key.
  const again = (entry, fields) => {
    show(entry.placement);
    const form = part("form").querySelector("form");
    const inputs = (name) => [...form.elements].filter((input) => input.name === name);
    for (const [name, value] of fields) {
      for (const input of inputs(name)) {
        if (input.type === "file") {
          const photo = new DataTransfer();
          photo.items.add(value);
          input.files = photo.files;
        } else if (input.type === "checkbox") input.checked ||= input.value === value;
        else if (input.type === "radio") input.checked = input.value === value;
        else input.value = value;
      }
    }
    form.dataset.instead = entry.key;
    form.querySelector("[name=date]").focus();
  };
  const list = async () => {
    me = await dayQueue.device() || null;
    const entries = (await dayQueue.mine()).reverse();
    const lines = await Promise.all(entries.map(line));
    part("entries").replaceChildren(...lines);
    shown(part("nothing"), !entries.length && me);
    shown(part("stranger"), !me);
    shown(part("log"), me && me.placements.length);
    if (me && !open && me.placements.length) choose();
  };

  // --- the form

  const show = (placement) => {
    const chosen = me.placements.find((one) => String(one.id) === String(placement));
    open = chosen;
    // Our own page, made by the portal for this student and kept with the rest of the kit.
    part("form").querySelector("[data-fields]").innerHTML = chosen.form;
    const form = part("form").querySelector("form");
    form.action = chosen.sync;
    form.querySelector("[name=date]").value = dayQueue.today();
    form.querySelector("[name=date]").max = dayQueue.today();
    form.querySelector("[name=key]").value = crypto.randomUUID();
    delete form.dataset.instead;
  };
  const choose = () => {
    const select = part("placements");
    select.replaceChildren(...me.placements.map((one) => new Option(one.name, one.id)));
    shown(select.closest("[data-several]"), me.placements.length > 1);
    show(me.placements[0].id);
  };
  part("placements").addEventListener("change", (event) => show(event.target.value));
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-day-form]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { instead } = form.dataset;
    const key = await dayQueue.keep(new URL(form.action).pathname, new FormData(form));
    if (!key) return;
    if (instead) await dayQueue.drop(instead);
    show(open.id);
    part("kept").textContent = part("kept").dataset.said;
    root.querySelector("h2").scrollIntoView();
    if (navigator.onLine) await dayQueue.send();
  }, true);

  // --- what came from another page

  const arrived = async () => {
    const key = new URLSearchParams(window.location.search).get("kept");
    const entry = key && (await dayQueue.mine()).find((one) => one.key === key);
    if (!entry) return;
    localStorage.removeItem(`trialoog-draft:${entry.person}:log-${entry.placement}`);
    part("kept").textContent = part("kept").dataset.said;
  };
  const back = () => shown(part("back"), navigator.onLine);
  window.addEventListener("online", back);
  window.addEventListener("offline", back);
  back();
  dayQueue.onChange(() => list());
  arrived().then(list);
  setInterval(() => { if (navigator.onLine) dayQueue.send(); }, 20_000);
})();
