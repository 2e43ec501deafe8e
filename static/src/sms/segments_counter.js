import { fetchSmsFrame } from "@mail_switchboard/sms/sms_frame";
import { countSegments } from "@mail_switchboard/sms/segments";

import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";

/**
 * Parts of a text message, counted while it is typed, with the signature that is
 * added below it.
 *
 * @typedef {Object} Props
 * @property {string} text as typed
 * @property {number} lineId
 * @extends {Component<Props, Env>}
 */
export class SegmentsCounter extends Component {
    static template = "mail_switchboard.SegmentsCounter";
    static props = ["text", "lineId"];

    setup() {
        super.setup();
        this.state = useState({ signature: "" });
        onWillStart(() => void this.fetchSignature(this.props.lineId));
        onWillUpdateProps(({ lineId }) => {
            if (lineId !== this.props.lineId) {
                this.fetchSignature(lineId);
            }
        });
    }

    /** The counter does not wait for it, nor does the composer. */
    async fetchSignature(lineId) {
        this.state.signature = "";
        const { signature } = await fetchSmsFrame(lineId);
        this.state.signature = signature;
    }

    get count() {
        const typed = this.props.text.trim();
        return countSegments(typed && typed + this.state.signature);
    }

    get text() {
        const { left, parts } = this.count;
        return _t("%(left)s left · %(parts)s SMS", { left, parts });
    }

    get title() {
        const { offending } = this.count;
        const explained = offending
            ? _t(
                  "“%s” needs another encoding: one SMS holds 70 characters instead of 160.",
                  offending
              )
            : _t("One SMS holds 160 characters; in several each holds 153.");
        return this.state.signature ? _t("%s The signature counts as well.", explained) : explained;
    }
}
