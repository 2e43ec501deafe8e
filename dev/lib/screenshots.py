"""Pictures of the running demo with the browser at SWITCHBOARD_BROWSER.

    dev/demo            in one terminal
    dev/screenshots     in another; --url when it is not at port 8069
"""

import argparse
import os
from pathlib import Path

from playwright.sync_api import sync_playwright

OUT = Path(__file__).parents[2] / "static/description/screenshots"


def log_in(page, url: str, login: str) -> None:
    page.goto(f"{url}/web/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", login)
    page.click("button[type=submit]")
    page.wait_for_selector(".o_main_navbar")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:8069")
    options = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["SWITCHBOARD_BROWSER"], args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        log_in(page, options.url, "admin")
        page.goto(f"{options.url}/odoo/discuss")
        page.wait_for_selector(".o-mail-Discuss")
        page.screenshot(path=OUT / "discuss.png")
        browser.close()


if __name__ == "__main__":
    main()
