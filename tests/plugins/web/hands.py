"""Two ways to use a page in a real browser: with a pointer, and with the keys alone; each sees the same names."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

# More stops than any page has.
FAR = 600
MENU = "header.site summary"
HERE = "found => found === document.activeElement"
CHOSEN = "found => found.selectedOptions[0].text"
SEEN = """() => {
    const style = getComputedStyle(document.activeElement);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
}"""


class Hand(Protocol):
    """What people do to a page."""

    page: "Page"

    def follow(self, name: str) -> None:
        """Follow a link."""

    def lead(self, name: str) -> None:
        """Follow a link of the navigation, which narrow windows keep in a menu."""

    def press(self, name: str) -> None:
        """Press a button that sends something."""

    def write(self, label: str, text: str) -> None:
        """Write into a field."""

    def date(self, label: str, day: str) -> None:
        """Name a day, as year, month and day."""

    def choose(self, label: str, title: str) -> None:
        """Choose one of a list."""

    def tick(self, label: str) -> None:
        """Tick a box, or choose one of several."""


def link(page: "Page | Locator", name: str) -> "Locator":
    """Find a link that is shown."""
    return page.locator("a[href]", has_text=name).filter(visible=True).first


def button(page: "Page", name: str) -> "Locator":
    """Find a button."""
    return page.get_by_role("button", name=name, exact=True).first


class Pointer:
    """A finger or a mouse."""

    def __init__(self, page: "Page") -> None:
        """Take a page."""
        self.page = page

    def follow(self, name: str) -> None:
        """Click on a link."""
        link(self.page, name).click()

    def lead(self, name: str) -> None:
        """Open the menu where there is one, and click on a link in it."""
        if self.page.locator(MENU).is_visible():
            self.page.locator(MENU).click()
        link(self.page.locator("header.site nav"), name).click()

    def press(self, name: str) -> None:
        """Click on a button."""
        button(self.page, name).click()

    def write(self, label: str, text: str) -> None:
        """Type into a field."""
        self.page.get_by_label(label, exact=True).fill(text)

    def date(self, label: str, day: str) -> None:
        """Set a day."""
        self.write(label, day)

    def choose(self, label: str, title: str) -> None:
        """Open a list and take one."""
        self.page.get_by_label(label, exact=True).select_option(title)

    def tick(self, label: str) -> None:
        """Click on a box."""
        self.page.get_by_label(label).first.check()


class Keys:
    """The keyboard alone: Tab, Enter, Space, arrows, and what is typed; wherever it stops, one sees where."""

    def __init__(self, page: "Page") -> None:
        """Take a page."""
        self.page = page

    def follow(self, name: str) -> None:
        """Go to a link, and press Enter."""
        self._leave(link(self.page, name), "Enter")

    def lead(self, name: str) -> None:
        """Go to a link of the navigation, and press Enter."""
        self._leave(link(self.page.locator("header.site nav"), name), "Enter")

    def press(self, name: str) -> None:
        """Go to a button, and press the space bar."""
        self._leave(button(self.page, name), "Space")

    def write(self, label: str, text: str) -> None:
        """Go to a field, and type."""
        self._reach(self.page.get_by_label(label, exact=True))
        self.page.keyboard.insert_text(text)

    def date(self, label: str, day: str) -> None:
        """Go to a day, and type it as American browsers show it."""
        year, month, date = day.split("-")
        self._reach(self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(f"{month}{date}{year}")

    def choose(self, label: str, title: str) -> None:
        """Go to a list, and down to what it is to be."""
        field = self.page.get_by_label(label, exact=True)
        self._reach(field)
        for _ in range(FAR):
            if field.evaluate(CHOSEN) == title:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"'{title}' is not among what '{label}' offers.")

    def tick(self, label: str) -> None:
        """Go to a box and press the space bar; of several, go down to the one."""
        box = self.page.get_by_label(label).first
        if box.get_attribute("type") == "checkbox":
            self._reach(box)
            self.page.keyboard.press("Space")
            return
        self._reach(self.page.locator(f"input[name='{box.get_attribute('name')}']:checked"))
        for _ in range(FAR):
            if box.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"'{label}' is not reached by the arrows.")

    def _leave(self, target: "Locator", key: str) -> None:
        self._reach(target)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def _reach(self, target: "Locator") -> None:
        found = target.element_handle()
        for _ in range(FAR):
            if found.evaluate(HERE):
                assert self.page.evaluate(SEEN), f"Nobody sees that the keys are at {target}."
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"The keys do not get to {target}.")
