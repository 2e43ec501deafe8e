"""Runs in `odoo shell`: builds all bundles now and not at the first page."""

env["ir.qweb"]._pregenerate_assets_bundles()  # noqa: F821 the shell's env
env.cr.commit()  # noqa: F821
