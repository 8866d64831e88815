// Putting the lines of an outline in order: <form data-outline> with lines `data-line`.
// Every line has buttons for one step, which need no script. Here come dragging with a mouse and
// Alt + an arrow key on a line; both send the same form.
(() => {
  "use strict";
  const outline = () => document.querySelector("[data-outline]");
  const lineAt = (node) => node instanceof Element ? node.closest("[data-outline] [data-line]") : null;
  let dragged = null;
  let target = null;

  const isHeading = (line) => "heading" in line.dataset;
  const fits = (line) => line && line !== dragged
    && !(isHeading(dragged) && dragged.closest(".branch").contains(line))
    && (isHeading(line) || !isHeading(dragged));

  const mark = (line, where) => {
    if (target) target.line.classList.remove("drop-before", "drop-after");
    target = line ? { line, where } : null;
    if (target) line.classList.add(`drop-${where}`);
  };

  document.addEventListener("dragstart", (event) => {
    dragged = lineAt(event.target);
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.line);
    dragged.classList.add("is-dragged");
  });
  document.addEventListener("dragend", () => {
    if (dragged) dragged.classList.remove("is-dragged");
    mark(null);
    dragged = null;
  });
  document.addEventListener("dragover", (event) => {
    if (!dragged) return;
    const line = lineAt(event.target);
    if (!fits(line)) return mark(null);
    event.preventDefault();
    const box = line.getBoundingClientRect();
    // A competence dropped on a heading comes under it; otherwise before or after the line.
    const inside = isHeading(line) && !isHeading(dragged);
    mark(line, !inside && event.clientY < box.top + box.height / 2 ? "before" : "after");
  });
  document.addEventListener("drop", (event) => {
    if (!dragged || !target) return;
    event.preventDefault();
    const { line, where } = target;
    send(dragged.dataset.line, ...place(line, where));
  });

  // Under which heading and before which neighbour: what the form sends.
  const place = (line, where) => {
    if (isHeading(line) && !isHeading(dragged)) return [line.dataset.heading, first(line)];
    if (where === "before") return [line.dataset.under, number(line)];
    return [line.dataset.under, number(next(line))];
  };
  const number = (line) => line ? line.dataset.heading || line.dataset.competence : "";
  const item = (line) => isHeading(line) ? line.closest(".branch") : line;
  const lineOf = (node) => node.matches("[data-line]") ? node : node.querySelector(":scope > [data-line]");
  const next = (line) => {
    for (let node = item(line).nextElementSibling; node; node = node.nextElementSibling) {
      const found = lineOf(node);
      if (found && isHeading(found) === isHeading(line) && found !== dragged) return found;
    }
    return null;
  };
  const first = (heading) => number(heading.closest(".branch").querySelector(":scope > ol > [data-competence]"));

  const send = (line, under, before) => {
    const form = outline();
    form.elements.line.value = line;
    form.elements.under.value = under;
    form.elements.before.value = before;
    form.requestSubmit();
  };

  document.addEventListener("keydown", (event) => {
    if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    const line = lineAt(event.target);
    if (!line) return;
    event.preventDefault();
    line.querySelector(event.key === "ArrowUp" ? "[name=up]" : "[name=down]").click();
  });
})();
