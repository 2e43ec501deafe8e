import { countSegments } from "@mail_switchboard/sms/segments";

import { Component } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";

/**
 * Parts of a text message, counted while it is typed. A signature is added on
 * sending; it is counted by the server.
 *
 * @typedef {Object} Props
 * @property {import("models").Composer} composer
 * @extends {Component<Props, Env>}
 */
export class SegmentsCounter extends Component {
    static template = "mail_switchboard.SegmentsCounter";
    static props = ["composer"];

    get count() {
        return countSegments((this.props.composer.composerText || "").trim());
    }

    get text() {
        const { left, parts } = this.count;
        return _t("%(left)s left · %(parts)s SMS", { left, parts });
    }

    get title() {
        const { offending } = this.count;
        return offending
            ? _t(
                  "“%s” needs another encoding: one SMS holds 70 characters instead of 160.",
                  offending
              )
            : _t("One SMS holds 160 characters; in several each holds 153.");
    }
}
