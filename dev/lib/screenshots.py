"""Pictures of the running demo with the browser at SWITCHBOARD_BROWSER.

dev/demo            in one terminal
dev/screenshots     in another; --url when it is not at port 8069

The pictures of README.md and of static/description are taken with the demo's
mails as they are after `dev/demo --reset`.
"""

import argparse
import os
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

OUT = Path(__file__).parents[2] / "static/description/screenshots"
SIZE = {"width": 1280, "height": 800}
TELEPHONE = {"width": 390, "height": 844}


class Demo:
    """A browser in front of the demo; each user has a window of his own."""

    def __init__(self, browser, url: str, out: Path):
        self.browser, self.url, self.out = browser, url, out

    def log_in(self, login: str, **window) -> Page:
        context = self.browser.new_context(**{"viewport": SIZE, **window})
        page = context.new_page()
        page.goto(f"{self.url}/web/login")
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", login)
        page.click("button[type=submit]")
        page.wait_for_selector(".o_main_navbar", timeout=60_000)
        return page

    def open_action(self, page: Page, name: str) -> None:
        page.goto(f"{self.url}/odoo/action-mail_switchboard.{name}")
        page.wait_for_selector(".o_view_controller")

    def open_conversation(self, page: Page, name: str) -> None:
        page.goto(f"{self.url}/odoo/discuss")
        page.wait_for_selector(".o-mail-DiscussSidebar")
        # the last conversation opens by itself, and would win against a quick click
        page.wait_for_timeout(3000)
        page.click(f".o-mail-DiscussSidebar >> text={name}")
        page.wait_for_selector(
            f".o-mail-DiscussSidebar-item.o-active:has-text('{name}')"
        )
        page.wait_for_timeout(1500)
        page.wait_for_selector(".o-mail-Message")

    def shoot(self, page: Page, name: str) -> None:
        page.wait_for_timeout(1000)  # pictures and fonts
        path = self.out / f"{name}.png"
        page.screenshot(path=path)
        shrink(path)
        print(path.name)


def shrink(path: Path) -> None:
    """256 colours are enough for a picture of a page, at a third of the size."""
    from PIL import Image

    with Image.open(path) as image:
        image.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(
            path, optimize=True
        )


def shoot_lines(demo: Demo) -> None:
    """What the manager sees: the list, the dialog, the mailbox."""
    page = demo.log_in("manager")
    demo.open_action(page, "conversation_action")
    demo.shoot(page, "conversations")
    demo.open_action(page, "email_line_action")
    demo.shoot(page, "emails")
    page.click("button:has-text('Connect an Email')")
    page.wait_for_selector(".modal div[name=email] input")
    page.fill(".modal div[name=email] input", "anna.kovalenko@gmail.com")
    page.press(".modal div[name=email] input", "Tab")
    demo.shoot(page, "connect")
    demo.open_action(page, "email_line_action")
    page.click("td:has-text('sales@ours.example')")
    page.wait_for_selector(".o_notebook")
    page.click(".o_notebook a:has-text('Folders')")
    demo.shoot(page, "folders")


def shoot_conversation(demo: Demo) -> None:
    """What an operator sees: a conversation, his answer, the card behind the eye."""
    page = demo.log_in("ben")
    demo.open_conversation(page, "Maria Silva, João Silva")
    demo.shoot(page, "conversation")
    demo.open_conversation(page, "Lars Holm")
    page.click(".o-mail-Composer-input")
    page.keyboard.type("Our fitter calls you ten minutes before.")
    page.keyboard.press("Control+Enter")
    page.click(".o-mail_switchboard-OutgoingState[data-state=queued] button")
    page.wait_for_selector(".modal button:has-text('Stop sending')")
    demo.shoot(page, "stop")
    page.click(".modal button:has-text('Stop sending')")
    page.wait_for_selector(".modal", state="detached")
    # The text is in the composer again; the next run types it anew.
    page.fill(".o-mail-Composer-input", "")


def shoot_telephone(demo: Demo) -> None:
    """The conversations, and one of them, on a narrow screen."""
    page = demo.log_in("ben", viewport=TELEPHONE, is_mobile=True, has_touch=True)
    page.goto(f"{demo.url}/odoo/discuss")
    page.click(".o-mail-MessagingMenu-navbar >> text=Emails")
    page.wait_for_selector(".o-mail-NotificationItem >> text=Maria Silva")
    demo.shoot(page, "telephone")
    page.click(".o-mail-NotificationItem >> text=Maria Silva, João Silva")
    page.wait_for_selector(".o-mail-Message")
    demo.shoot(page, "telephone_conversation")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:8069")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["SWITCHBOARD_BROWSER"], args=["--no-sandbox"]
        )
        demo = Demo(browser, options.url, options.out)
        shoot_lines(demo)
        shoot_conversation(demo)
        shoot_telephone(demo)
        browser.close()


if __name__ == "__main__":
    main()
