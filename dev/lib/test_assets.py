"""Runs in `odoo shell`: builds the bundles that tours and Hoot load.

What a test class builds is rolled back with it, so each would build them anew.
"""

BUNDLES = ("web.assets_web", "web.assets_tests")
HOOT = ("web.assets_unit_tests", "web.assets_unit_tests_setup")

for css in (True, False):
    for name in (*BUNDLES, *HOOT):
        bundle = env["ir.qweb"]._get_asset_bundle(  # noqa: F821 the shell's env
            name, css=css, js=not css
        )
        if css:
            bundle.css()
        else:
            bundle.js()
env.cr.commit()  # noqa: F821
