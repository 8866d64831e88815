"""A person without a mouse: Tab, arrows, Space and Enter, and a focus that can always be seen."""

from playwright.sync_api import Locator, Page

MOST_TABS = 150
# What a sighted person can tell the focus by, on the element itself or on what stands for it: the
# label of a hidden box. Looked at with the focus and, for a moment, without.
FOCUS_SHOWS = """
() => {
  const here = document.activeElement;
  // A date has a stop for each of its parts; losing the focus would lead back to the first.
  if (here === window.stoppedAt) return {differs: true, seen: true};
  window.stoppedAt = here;
  const places = [here, ...(here.labels || [])];
  const look = () => JSON.stringify(places.map(place => {
    const style = getComputedStyle(place);
    return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow];
  }));
  const focused = look();
  here.blur();
  const plain = look();
  here.focus({preventScroll: true, focusVisible: true});
  const covers = place => {
    const box = place.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height, 40) / 2];
    const top = document.elementFromPoint(x, y);
    return top !== null && (place.contains(top) || top.contains(place));
  };
  const html = here.outerHTML.slice(0, 200);
  return {differs: focused !== plain, seen: places.some(covers), html};
}
"""
IS_HERE = "target => target === document.activeElement"
IN_GROUP = "target => target.type === 'radio' && target.name === document.activeElement.name"


class Keys:
    """Presses keys on a page; every stop on the way must show where one is."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def tab(self) -> None:
        self.page.keyboard.press("Tab")
        if self.page.evaluate("document.activeElement !== document.body"):
            found = self.page.evaluate(FOCUS_SHOWS)
            assert found["differs"], f"no visible focus on {found['html']}"
            assert found["seen"], f"out of sight: {found['html']}"

    def go_to(self, target: Locator, *, group: bool = False) -> None:
        """Tab until the focus is there (or on a choice of the same question)."""
        arrived = IN_GROUP if group else IS_HERE
        for _stop in range(MOST_TABS):
            if target.evaluate(arrived):
                return
            self.tab()
        raise AssertionError(f"the Tab key does not lead to {target}")

    def press(self, target: Locator) -> None:
        self.go_to(target)
        self.page.keyboard.press("Enter")

    def write(self, target: Locator, text: str) -> None:
        self.go_to(target)
        self.page.keyboard.type(text)

    def tick(self, target: Locator) -> None:
        self.go_to(target)
        self.page.keyboard.press("Space")

    def choose(self, target: Locator) -> None:
        """One of several: Tab leads to the question, the arrows to the answer."""
        self.go_to(target, group=True)
        self.page.keyboard.press("Space")
        for _answer in range(10):
            if target.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows do not lead to {target}")
