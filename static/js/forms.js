// Small comforts; every page works without them.
(() => {
  "use strict";

  // The first thing to mend gets the cursor, also after HTMX put a form in place.
  const focusFirstError = (root) => {
    const wrong = root.querySelector("[aria-invalid=true]");
    if (wrong) wrong.focus();
  };

  // One press sends once. A page that comes back from the history can be sent again.
  const hold = (form, busy) => {
    for (const button of form.querySelectorAll("button[type=submit]")) {
      if (busy) button.setAttribute("aria-busy", "true");
      else button.removeAttribute("aria-busy");
    }
    form.dataset.busy = busy ? "yes" : "";
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.busy === "yes") event.preventDefault();
    else hold(form, true);
    setTimeout(hold, 8000, form, false); // an answer that is a file leaves the page standing
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-busy=yes]").forEach((form) => hold(form, false)));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest("form");
    if (form) hold(form, false);
  });

  // <button data-copy="#id"> copies the text or value of that element and says so.
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = document.querySelector(button.dataset.copy);
    await navigator.clipboard.writeText(source.value || source.textContent.trim());
    if (button.dataset.copied) button.textContent = button.dataset.copied;
  });

  // <input data-check-all="rows"> ticks every checkbox of that name; [data-checked-count] tells how many.
  document.addEventListener("change", (event) => {
    const all = event.target.dataset.checkAll;
    const name = all || event.target.name;
    if (event.target.type !== "checkbox" || !name) return;
    const boxes = [...document.getElementsByName(name)];
    if (all) boxes.forEach((box) => { box.checked = event.target.checked; });
    const count = document.querySelector(`[data-checked-count="${CSS.escape(name)}"]`);
    if (count) count.textContent = boxes.filter((box) => box.checked).length;
  });

  // Menus made of <details data-menu> close when one looks elsewhere or presses Escape.
  const closeMenus = (except) => document.querySelectorAll("details[data-menu][open]").forEach((menu) => { if (menu !== except) menu.open = false; });
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeMenus(); });

  // What did not get through is said, and nothing typed is lost.
  const notice = document.querySelector("[data-connection]");
  const say = (which) => {
    notice.hidden = !which;
    for (const name of ["lost", "failed"]) notice.querySelector(`[data-connection-${name}]`).hidden = name !== which;
  };
  let waiting = null;
  document.addEventListener("submit", (event) => {
    if (navigator.onLine || event.target.method !== "post") return;
    event.preventDefault();
    hold(event.target, false);
    waiting = [event.target, event.submitter];
    say("lost");
  }, true);
  window.addEventListener("online", () => {
    say("");
    if (!waiting) return;
    const [form, submitter] = waiting;
    waiting = null;
    if (form.isConnected) form.requestSubmit(submitter);
  });
  document.addEventListener("htmx:sendError", () => say("failed"));
  document.addEventListener("htmx:responseError", () => say("failed"));
  document.addEventListener("htmx:beforeRequest", () => { if (navigator.onLine) say(""); });
  document.addEventListener("htmx:afterSwap", (event) => focusFirstError(event.target));

  if (!document.querySelector("[autofocus]")) focusFirstError(document);
})();
